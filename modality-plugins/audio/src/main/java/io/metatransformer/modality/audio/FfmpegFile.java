package io.metatransformer.modality.audio;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;

/**
 * A file in memory, taken apart by FFmpeg into the packets of its first sound. FFmpeg gets a copy of the bytes and no
 * way to open anything else. Native memory until it is closed; used by one thread.
 */
final class FfmpegFile implements AutoCloseable {
    /** Readers look past the end. */
    private static final int PADDING = 64;

    private static final int SEEKABLE = 1;

    private final AVIOContext io;
    private final AVFormatContext format;
    private final AVStream stream;

    private FfmpegFile(AVIOContext io, AVFormatContext format, AVStream stream) {
        this.io = io;
        this.format = format;
        this.stream = stream;
    }

    /**
     * @param demuxer as FFmpeg names it
     */
    static FfmpegFile open(SoundBytes file, String demuxer) {
        AVIOContext io = memory(file);
        AVFormatContext format = avformat_alloc_context();
        format.pb(io);
        AVInputFormat input = av_find_input_format(demuxer);
        if (avformat_open_input(format, (String) null, input, (AVDictionary) null) < 0) {
            close(io); // the context is gone already
            throw file.corrupt("FFmpeg finds no " + demuxer + " file in these bytes");
        }
        try {
            boolean read = avformat_find_stream_info(format, (AVDictionary) null) >= 0;
            int best =
                    read
                            ? av_find_best_stream(
                                    format, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0)
                            : -1;
            if (best < 0) {
                throw file.corrupt("FFmpeg finds no sound in this " + demuxer + " file");
            }
            FfmpegFile opened = new FfmpegFile(io, format, format.streams(best));
            format = null;
            return opened;
        } finally {
            if (format != null) {
                avformat_close_input(format);
                close(io);
            }
        }
    }

    /** A buffer that holds the whole file, so that nothing has to be called to read more. */
    private static AVIOContext memory(SoundBytes file) {
        int length = file.length();
        BytePointer bytes = new BytePointer(av_malloc((long) length + PADDING));
        bytes.capacity((long) length + PADDING);
        bytes.asByteBuffer().put(file.slice(0, length)).put(new byte[PADDING]);
        AVIOContext io = avio_alloc_context(bytes, length, 0, null, null, null, null);
        io.buf_end(bytes.getPointer(length));
        io.pos(length);
        io.seekable(SEEKABLE);
        return io;
    }

    private static void close(AVIOContext io) {
        av_free(io.buffer());
        avio_context_free(io);
    }

    AVStream stream() {
        return stream;
    }

    /**
     * Reads the next packet of the sound.
     *
     * @return whether there was one; a damaged end counts as the end
     */
    boolean next(AVPacket packet) {
        while (av_read_frame(format, packet) >= 0) {
            if (packet.stream_index() == stream.index()) {
                return true;
            }
            av_packet_unref(packet);
        }
        return false;
    }

    @Override
    public void close() {
        avformat_close_input(format);
        close(io);
    }
}
