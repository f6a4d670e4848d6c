package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A MATLAB file of version 5 or 7 ("MAT-File Format", MathWorks). Only the array that is the scene is read; of the
 * others, their names and sizes.
 *
 * <p>Read here because the libraries at hand allocate what a tag claims before they look whether it is there.
 */
final class MatFile {
    private static final int HEADER = 128;
    private static final int VERSION = 0x0100;
    private static final int MARK = 'M' << 8 | 'I';
    private static final int COMPRESSED = 15;

    private final String name;
    private final Samples.Bytes bytes;
    private final ByteOrder order;

    private MatFile(String name, Samples.Bytes bytes, ByteOrder order) {
        this.name = name;
        this.bytes = bytes;
        this.order = order;
    }

    static boolean recognises(ByteBuffer head) {
        if (head.remaining() < HEADER) {
            return false;
        }
        ByteBuffer start = head.slice().order(order(head));
        return start.getShort(124) == VERSION && start.getShort(126) == MARK;
    }

    private static ByteOrder order(ByteBuffer head) {
        return head.get(head.position() + 126) == 'I'
                ? ByteOrder.LITTLE_ENDIAN
                : ByteOrder.BIG_ENDIAN;
    }

    /**
     * @param name of the input, for messages
     * @param bytes taken over: closed with the scene
     * @param head the first bytes, which {@link #recognises}
     */
    static Cube open(String name, Samples.Bytes bytes, ByteBuffer head, Options options) {
        MatFile file = new MatFile(name, bytes, order(head));
        MatVariable scene = Variable.choose(name, options, file.variables());
        Axes axes =
                Axes.of(
                        name,
                        scene.sizes(),
                        AxisOrder.of(options).map(AxisOrder::reversed).orElse(Axes.COLUMN_MAJOR));
        return new Cube(axes, file.samples(scene, axes), Cube.Meaning.PLAIN);
    }

    /**
     * The number of a pixel in a second array of the file, lines x samples: classes that somebody gave.
     *
     * @param bytes closed with the answer
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for an array of another size
     */
    static long label(
            String name,
            Samples.Bytes bytes,
            ByteBuffer head,
            String variable,
            Axes scene,
            Pixel pixel) {
        MatFile file = new MatFile(name, bytes, order(head));
        MatVariable labels = Variable.named(name, variable, file.variables());
        long[] sizes = {1, scene.samples(), scene.lines()};
        if (!Arrays.equals(labels.sizes(), new long[] {sizes[1], sizes[2]})) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": labels of "
                            + labels.shape()
                            + " for a scene of "
                            + scene.lines()
                            + " x "
                            + scene.samples());
        }
        Axes axes = Axes.of(name, sizes, Axes.COLUMN_MAJOR);
        try (Samples samples = file.samples(labels, axes)) {
            double[] label = new double[1];
            samples.read(axes.index(pixel.row(), pixel.column(), 0), label, 1);
            return Math.round(label[0]);
        }
    }

    private List<MatVariable> variables() {
        List<MatVariable> variables = new ArrayList<>();
        long at = HEADER;
        while (at < bytes.length()) {
            var tag = cursor(at, bytes.length());
            int type = tag.i32();
            long end = at + 8 + tag.u32();
            if (end > bytes.length()) {
                throw new MetaTransformerException(
                        ErrorCode.TRUNCATED,
                        name
                                + ": an element of the MATLAB file ends at byte "
                                + end
                                + " of "
                                + bytes.length());
            }
            if (type == MatVariable.MATRIX || type == COMPRESSED) {
                variables.add(variable(at + 8, end, type == COMPRESSED));
            }
            if (variables.size() > Variable.MAX_COUNT) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name + ": more than " + Variable.MAX_COUNT + " variables");
            }
            at = end;
        }
        return variables;
    }

    private MatVariable variable(long at, long end, boolean compressed) {
        if (!compressed) {
            return MatVariable.read(name, cursor(at, end), at, end, false);
        }
        Inflater inflater = new Inflater();
        try {
            return inflated(at, end, inflater).variable();
        } finally {
            inflater.end();
        }
    }

    /** A compressed element that was read as far as its array's name. */
    private record Inflated(MatVariable variable, Cursor in) {}

    private Inflated inflated(long at, long end, Inflater inflater) {
        InputStream in = new InflaterInputStream(Cursor.stream(bytes, at, end), inflater);
        Cursor cursor = new Cursor(name, in, order);
        if (MatVariable.Tag.read(cursor).type() != MatVariable.MATRIX) {
            throw MatVariable.corrupt(name, "a compressed element holds no array");
        }
        return new Inflated(MatVariable.read(name, cursor, at, end, true), cursor);
    }

    private Samples samples(MatVariable scene, Axes axes) {
        if (!scene.compressed()) {
            Cursor in = cursor(scene.at(), scene.end());
            MatVariable.read(name, in, scene.at(), scene.end(), false);
            SampleType type = data(MatVariable.Tag.read(in), axes);
            long at = scene.at() + in.position();
            if (at + axes.count() * type.bytes() > scene.end()) {
                throw MatVariable.corrupt(name, "an array is longer than its element");
            }
            return Samples.stored(bytes, at, type, order);
        }
        Inflater inflater = new Inflater();
        try {
            Cursor in = inflated(scene.at(), scene.end(), inflater).in();
            SampleType type = data(MatVariable.Tag.read(in), axes);
            long size = axes.count() * type.bytes();
            checkInflated(size, scene.end() - scene.at());
            ByteBuffer data = ByteBuffer.wrap(in.bytes((int) size));
            bytes.close();
            return Samples.stored(Samples.Bytes.of(data), 0, type, order);
        } finally {
            inflater.end();
        }
    }

    private SampleType data(MatVariable.Tag tag, Axes axes) {
        SampleType type =
                MatVariable.type(tag.type())
                        .orElseThrow(
                                () ->
                                        MatVariable.corrupt(
                                                name, "numbers of the type " + tag.type()));
        if (tag.bytes() != axes.count() * type.bytes()) {
            throw MatVariable.corrupt(
                    name,
                    "an array of "
                            + axes.count()
                            + " numbers of "
                            + type.bytes()
                            + " bytes takes "
                            + tag.bytes()
                            + " bytes");
        }
        return type;
    }

    /** Before anything is allocated. */
    private void checkInflated(long size, long compressed) {
        if (size > compressed * Room.MAX_RATIO) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED,
                    name
                            + ": an array of "
                            + size
                            + " bytes cannot come from "
                            + compressed
                            + " compressed ones");
        }
        if (size > Room.bytes()) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": a compressed scene of "
                            + size
                            + " bytes; at most "
                            + Room.bytes()
                            + " are unpacked in memory here");
        }
    }

    private Cursor cursor(long from, long to) {
        return new Cursor(name, Cursor.stream(bytes, from, to), order);
    }
}
