package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.global.avcodec;

/** Which codecs are decoded: those that people meet. The many others of FFmpeg's stay out of reach of a file. */
final class VideoCodec {

    private static final List<Integer> READ =
            List.of(
                    avcodec.AV_CODEC_ID_H264,
                    avcodec.AV_CODEC_ID_HEVC,
                    avcodec.AV_CODEC_ID_VP8,
                    avcodec.AV_CODEC_ID_VP9,
                    avcodec.AV_CODEC_ID_AV1,
                    avcodec.AV_CODEC_ID_MPEG4,
                    avcodec.AV_CODEC_ID_MSMPEG4V2,
                    avcodec.AV_CODEC_ID_MSMPEG4V3,
                    avcodec.AV_CODEC_ID_MPEG2VIDEO,
                    avcodec.AV_CODEC_ID_MJPEG,
                    avcodec.AV_CODEC_ID_PRORES,
                    avcodec.AV_CODEC_ID_FFV1,
                    avcodec.AV_CODEC_ID_RAWVIDEO,
                    avcodec.AV_CODEC_ID_MPEG1VIDEO,
                    avcodec.AV_CODEC_ID_H263,
                    avcodec.AV_CODEC_ID_THEORA,
                    avcodec.AV_CODEC_ID_DVVIDEO,
                    avcodec.AV_CODEC_ID_HUFFYUV,
                    avcodec.AV_CODEC_ID_CINEPAK);

    private VideoCodec() {}

    /** The decoders that a container may use, as FFmpeg lists them. */
    static String whitelist() {
        StringBuilder names = new StringBuilder();
        for (int id : READ) {
            AVCodec codec = avcodec.avcodec_find_decoder(id);
            if (codec != null && !codec.isNull()) {
                names.append(names.length() == 0 ? "" : ",").append(codec.name().getString());
            }
        }
        return names.toString();
    }

    /**
     * @param id of FFmpeg's
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} that names the codec
     */
    static AVCodec require(int id, String name) {
        AVCodec codec = READ.contains(id) ? avcodec.avcodec_find_decoder(id) : null;
        if (codec == null || codec.isNull()) {
            String word = avcodec.avcodec_get_name(id).getString();
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    name
                            + ": the video's codec, "
                            + word
                            + ", is not read; H.264, HEVC, VP8, VP9, AV1, MPEG-1, -2 and -4, Motion JPEG,"
                            + " ProRes, raw video and some older ones are");
        }
        return codec;
    }
}
