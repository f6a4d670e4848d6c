package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Takes the packets of one video stream out of a container. Used by one thread; closed by its owner. */
final class Demuxer implements AutoCloseable {
    private final String name;
    private final AVIOContext io;
    private final AVFormatContext container;
    private final AVPacket packet;
    private AVStream stream;

    private Demuxer(String name, AVIOContext io, AVFormatContext container) {
        this.name = name;
        this.io = io;
        this.container = container;
        this.packet = avcodec.av_packet_alloc();
    }

    /**
     * @param format of the file; FFmpeg does not guess
     * @throws MetaTransformerException for a container that cannot be read, or has no video
     */
    static Demuxer open(FileMemory file, FilmFormat format, String name) {
        // Without functions to read and seek, it is all in the buffer.
        AVIOContext io =
                avformat.avio_alloc_context(
                        file.start(),
                        file.length(),
                        0,
                        null,
                        (Read_packet_Pointer_BytePointer_int) null,
                        (Write_packet_Pointer_BytePointer_int) null,
                        (Seek_Pointer_long_int) null);
        AVFormatContext container = avformat.avformat_alloc_context();
        Demuxer demuxer = new Demuxer(name, io, container);
        try {
            demuxer.open(format);
            return demuxer;
        } catch (RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    private void open(FilmFormat format) {
        container.pb(io);
        AVInputFormat input = avformat.av_find_input_format(format.demuxer());
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "codec_whitelist", VideoCodec.whitelist(), 0);
        avutil.av_dict_set(options, "protocol_whitelist", "none", 0);
        int opened = avformat.avformat_open_input(container, "", input, options);
        avutil.av_dict_free(options);
        check(opened, "the " + format + " container cannot be opened");
        check(
                avformat.avformat_find_stream_info(container, (AVDictionary) null),
                "the streams of the container cannot be read");
        int index =
                avformat.av_find_best_stream(
                        container, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (index < 0
                || (container.streams(index).disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC)
                        != 0) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT, name + ": the file has no video stream");
        }
        for (int i = 0; i < container.nb_streams(); i++) {
            if (i != index) {
                container.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
        stream = container.streams(index);
    }

    private void check(int code, String what) {
        if (code < 0) {
            throw Ffmpeg.failed(name, code, what);
        }
    }

    /** The one that is read. */
    AVStream stream() {
        return stream;
    }

    /**
     * The next packet of the stream, valid until the next call; null at the end.
     *
     * @throws MetaTransformerException with {@link ErrorCode#TRUNCATED} or {@link ErrorCode#CORRUPT}
     */
    AVPacket next() {
        while (true) {
            avcodec.av_packet_unref(packet);
            int code = avformat.av_read_frame(container, packet);
            if (code == avutil.AVERROR_EOF()) {
                return null;
            }
            check(code, "the container is damaged");
            if (packet.stream_index() != stream.index()) {
                continue;
            }
            if ((packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
                throw new MetaTransformerException(
                        ErrorCode.TRUNCATED, name + ": the file ends within a frame");
            }
            return packet;
        }
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avformat.avformat_close_input(container);
        avformat.avio_context_free(io); // the buffer is the file's
    }
}
