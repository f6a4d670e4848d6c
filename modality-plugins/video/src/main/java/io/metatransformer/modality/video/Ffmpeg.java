package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/** FFmpeg's native libraries, which a process may have or not. Nothing here is touched before a file needs them. */
final class Ffmpeg {
    static final String ARTIFACT = "org.bytedeco:ffmpeg:7.1-1.5.11";

    private static final int ENOMEM = -12;
    private static final int MAX_TEXT = 128;

    private Ffmpeg() {}

    /**
     * Loads the libraries if that has not happened yet; the very first time on a machine they are unpacked.
     *
     * @param name of the input that needs them, for messages
     * @throws MetaTransformerException with {@link ErrorCode#BACKEND_UNAVAILABLE} that names the artifact to add
     */
    static void require(String name) {
        try {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET); // what is wrong is told by refusals
            avcodec.avcodec_version();
            avformat.avformat_version();
            swscale.swscale_version();
        } catch (LinkageError e) {
            throw new MetaTransformerException(
                    ErrorCode.BACKEND_UNAVAILABLE,
                    name
                            + ": this format takes FFmpeg, which is not installed; put "
                            + ARTIFACT
                            + " and its form for this platform, such as "
                            + ARTIFACT
                            + ":linux-x86_64, beside TensorFlow on the class path (lib/ of the package)."
                            + " Animated GIF and ZIP archives of pictures are read without it",
                    e);
        }
    }

    /**
     * What a call that failed means for the file.
     *
     * @param code as the call returned it, below 0
     * @param what was being done
     */
    static MetaTransformerException failed(String name, int code, String what) {
        ErrorCode kind;
        if (code == avutil.AVERROR_EOF()) {
            kind = ErrorCode.TRUNCATED;
        } else if (code
                == ENOMEM) { // FFmpeg's word for a size that a file claims and no memory has
            kind = ErrorCode.LIMIT_EXCEEDED;
        } else if (code == avutil.AVERROR_PATCHWELCOME()
                || code == avutil.AVERROR_DECODER_NOT_FOUND()) {
            kind = ErrorCode.UNSUPPORTED_FORMAT;
        } else {
            kind = ErrorCode.CORRUPT;
        }
        byte[] text = new byte[MAX_TEXT];
        avutil.av_strerror(code, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        String said = new String(text, 0, length, StandardCharsets.US_ASCII);
        return new MetaTransformerException(kind, name + ": " + what + ": " + said);
    }
}
