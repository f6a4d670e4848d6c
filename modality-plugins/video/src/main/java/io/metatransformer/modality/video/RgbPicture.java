package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.Rows8;
import java.nio.ByteBuffer;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The latest frame as RGB of 8 bits, converted as the {@code ffmpeg} program does by default: bicubic where chroma
 * or size changes, by the matrix and range that the stream states. Frames of another size are brought to that of
 * the first. Used by one thread; closed by its owner.
 */
final class RgbPicture implements Rows8, AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final int ONE = 1 << 16;

    /** Formats whose range is part of their name. */
    private static final Set<Integer> FULL_RANGE =
            Set.of(
                    avutil.AV_PIX_FMT_YUVJ411P,
                    avutil.AV_PIX_FMT_YUVJ420P,
                    avutil.AV_PIX_FMT_YUVJ422P,
                    avutil.AV_PIX_FMT_YUVJ440P,
                    avutil.AV_PIX_FMT_YUVJ444P);

    private final String name;
    private final int width;
    private final int height;
    private final int stride;
    private final BytePointer memory;
    private final PointerPointer<BytePointer> planes;
    private final IntPointer strides;
    private final ByteBuffer pixels;
    private final byte[] line;
    private SwsContext converter;

    RgbPicture(String name, int width, int height) {
        this.name = name;
        this.width = width;
        this.height = height;
        this.stride = (3 * width + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        long bytes = (long) stride * height;
        if (bytes > Integer.MAX_VALUE - ALIGNMENT) {
            throw noMemory();
        }
        this.memory = new BytePointer(avutil.av_malloc(bytes + ALIGNMENT));
        if (memory.isNull()) {
            throw noMemory();
        }
        this.planes = new PointerPointer<BytePointer>(4).put(memory, null, null, null);
        this.strides = new IntPointer(stride, 0, 0, 0);
        this.pixels = memory.capacity(bytes).asByteBuffer();
        this.line = new byte[3 * width];
    }

    /** Converts one frame; what was here before is gone. */
    void show(AVFrame frame) {
        // A new context for the same sizes and format is the old one.
        converter =
                swscale.sws_getCachedContext(
                        converter,
                        frame.width(),
                        frame.height(),
                        frame.format(),
                        width,
                        height,
                        avutil.AV_PIX_FMT_RGB24,
                        swscale.SWS_BICUBIC,
                        null,
                        null,
                        (DoublePointer) null);
        if (converter == null || converter.isNull()) {
            converter = null;
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    name + ": pixels of the video's format cannot be turned into RGB");
        }
        boolean full =
                frame.color_range() == avutil.AVCOL_RANGE_JPEG
                        || frame.color_range() != avutil.AVCOL_RANGE_MPEG
                                && FULL_RANGE.contains(frame.format());
        IntPointer matrix = swscale.sws_getCoefficients(frame.colorspace());
        swscale.sws_setColorspaceDetails(converter, matrix, full ? 1 : 0, matrix, 0, 0, ONE, ONE);
        int rows =
                swscale.sws_scale(
                        converter,
                        frame.data(),
                        frame.linesize(),
                        0,
                        frame.height(),
                        planes,
                        strides);
        if (rows < 0) {
            throw Ffmpeg.failed(name, rows, "a frame cannot be turned into RGB");
        }
    }

    private MetaTransformerException noMemory() {
        return new MetaTransformerException(
                ErrorCode.LIMIT_EXCEEDED,
                name + ": no memory for a frame of " + width + " x " + height + " px");
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public void row(int y, int[] row) {
        pixels.get(y * stride, line);
        for (int i = 0; i < line.length; i++) {
            row[i] = line[i] & 0xFF;
        }
    }

    @Override
    public void close() {
        swscale.sws_freeContext(converter);
        planes.close();
        strides.close();
        avutil.av_free(memory);
    }
}
