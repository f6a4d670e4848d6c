package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.Rows8;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerScope;

/** A file that FFmpeg demuxes and decodes. What it holds is native memory, and freed by {@link #close}. */
final class NativeFilm implements Film {
    private final FileMemory file;
    private final FilmFormat format;
    private final VideoOptions options;
    private final String name;

    private NativeFilm(FileMemory file, FilmFormat format, VideoOptions options, String name) {
        this.file = file;
        this.format = format;
        this.options = options;
        this.name = name;
    }

    static NativeFilm open(Input input, FilmFormat format, VideoOptions options) {
        Ffmpeg.require(input.name());
        FileMemory file = FileMemory.of(input);
        try {
            if (!options.lenient()) {
                Wholeness.require(file.bytes(input.name()), format);
            }
            return new NativeFilm(file, format, options, input.name());
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Packets, as the reference counts them; some make no frame. */
    @Override
    public int announced() {
        try (PointerScope scope = new PointerScope();
                Demuxer demuxer = Demuxer.open(file, format, name)) {
            int packets = 0;
            try {
                for (AVPacket packet; (packet = demuxer.next()) != null; ) {
                    // What an edit list cuts off is decoded, for the sake of others, and not shown.
                    packets += (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0 ? 1 : 0;
                    options.limits().checkCount(name, packets);
                }
            } catch (MetaTransformerException damage) {
                requireLenient(damage);
            }
            return packets;
        }
    }

    @Override
    public int watch(int most, Viewer viewer) {
        try (PointerScope scope = new PointerScope();
                Demuxer demuxer = Demuxer.open(file, format, name);
                VideoDecoder decoder =
                        VideoDecoder.open(
                                demuxer.stream(), options.limits(), options.lenient(), name);
                Showing showing = new Showing(viewer, most, demuxer)) {
            try {
                AVPacket packet;
                do {
                    packet = demuxer.next();
                    decoder.send(packet);
                    showing.all(decoder);
                } while (packet != null && showing.count < most);
            } catch (MetaTransformerException damage) {
                requireLenient(damage);
                if (showing.count == 0) {
                    throw damage;
                }
            }
            return showing.count;
        }
    }

    private void requireLenient(MetaTransformerException damage) {
        boolean inData = damage.code() == ErrorCode.TRUNCATED || damage.code() == ErrorCode.CORRUPT;
        if (!options.lenient() || !inData) {
            throw damage;
        }
    }

    /** Passes frames on, turned as the container says. */
    private final class Showing implements AutoCloseable {
        private final Viewer viewer;
        private final int most;
        private final double timeBase;
        private final double rate;
        private final int quarters;
        private long start;
        private RgbPicture picture;
        private int count;

        Showing(Viewer viewer, int most, Demuxer demuxer) {
            this.viewer = viewer;
            this.most = most;
            this.timeBase = avutil.av_q2d(demuxer.stream().time_base());
            this.rate = avutil.av_q2d(demuxer.stream().avg_frame_rate());
            this.quarters = DisplayMatrix.quarters(demuxer.stream());
        }

        void all(VideoDecoder decoder) {
            for (AVFrame frame; count < most && (frame = decoder.next()) != null; ) {
                options.limits().checkCount(name, count + 1L);
                options.limits().checkSize(name, frame.width(), frame.height());
                if (count == 0) {
                    start = frame.best_effort_timestamp();
                    picture = new RgbPicture(name, frame.width(), frame.height());
                }
                viewer.see(count, new Passing(frame, count));
                count++;
            }
        }

        @Override
        public void close() {
            if (picture != null) {
                picture.close();
            }
        }

        private final class Passing implements Shot {
            private final AVFrame frame;

            private final int index;

            Passing(AVFrame frame, int index) {
                this.frame = frame;
                this.index = index;
            }

            @Override
            public Rows8 picture() {
                picture.show(frame);
                return Turned.of(picture, quarters);
            }

            /** By the frame's own time; AVI often has none, but a rate. */
            @Override
            public OptionalDouble seconds() {
                long time = frame.best_effort_timestamp();
                if (time != avutil.AV_NOPTS_VALUE && start != avutil.AV_NOPTS_VALUE) {
                    return OptionalDouble.of((time - start) * timeBase);
                }
                return rate > 0 && Double.isFinite(rate)
                        ? OptionalDouble.of(index / rate)
                        : OptionalDouble.empty();
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
