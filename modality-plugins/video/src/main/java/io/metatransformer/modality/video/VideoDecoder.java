package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Turns packets into frames, and refuses frames that the decoder had to guess at. Used by one thread; closed by its
 * owner.
 */
final class VideoDecoder implements AutoCloseable {
    private static final int MAX_THREADS = 4;
    private static final int EAGAIN = org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN();

    private final String name;
    private final AVCodecContext context;
    private final AVFrame frame;

    private VideoDecoder(String name, AVCodecContext context) {
        this.name = name;
        this.context = context;
        this.frame = avutil.av_frame_alloc();
    }

    /**
     * @param alone whether one thread decodes: then the frames before damage do not depend on the machine
     */
    static VideoDecoder open(AVStream stream, FilmLimits limits, boolean alone, String name) {
        AVCodecParameters parameters = stream.codecpar();
        AVCodec codec = VideoCodec.require(parameters.codec_id(), name);
        limits.checkSize(name, parameters.width(), parameters.height());
        VideoDecoder decoder = new VideoDecoder(name, avcodec.avcodec_alloc_context3(codec));
        try {
            decoder.open(codec, stream, limits, alone);
            return decoder;
        } catch (RuntimeException e) {
            decoder.close();
            throw e;
        }
    }

    private void open(AVCodec codec, AVStream stream, FilmLimits limits, boolean alone) {
        check(avcodec.avcodec_parameters_to_context(context, stream.codecpar()));
        context.pkt_timebase(stream.time_base());
        context.max_pixels(limits.maxPixels());
        context.err_recognition(avcodec.AV_EF_EXPLODE);
        context.error_concealment(AVCodecContext.FF_EC_DEBLOCK); // it also notes what is missing
        int processors = Runtime.getRuntime().availableProcessors();
        context.thread_count(alone ? 1 : Math.min(MAX_THREADS, processors));
        check(avcodec.avcodec_open2(context, codec, (AVDictionary) null));
    }

    /**
     * @param packet the next one; null after the last
     */
    void send(AVPacket packet) {
        check(avcodec.avcodec_send_packet(context, packet));
    }

    /** The next frame in the order of presentation, valid until the next call; null if more packets are needed. */
    AVFrame next() {
        int code = avcodec.avcodec_receive_frame(context, frame);
        if (code == EAGAIN || code == avutil.AVERROR_EOF()) {
            return null;
        }
        check(code);
        if (frame.decode_error_flags() != 0
                || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
            throw new MetaTransformerException(ErrorCode.CORRUPT, name + ": " + what());
        }
        return frame;
    }

    private void check(int code) {
        if (code < 0) {
            throw Ffmpeg.failed(name, code, what());
        }
    }

    private static String what() {
        return "a frame is damaged ('lenient' = true reads those before it)";
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(context);
    }
}
