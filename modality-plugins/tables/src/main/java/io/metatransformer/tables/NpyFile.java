package io.metatransformer.tables;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads NumPy's NPY format, versions 1 to 3: one array of numbers. Objects, which NumPy stores as pickles, are
 * refused unread.
 *
 * <p>Source: the format's description in NumPy ({@code numpy.lib.format}).
 */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;

    private NpyFile() {}

    /** Whether bytes start like an NPY file. */
    public static boolean recognises(ByteBuffer head) {
        return head.remaining() >= MAGIC.length
                && head.slice(head.position(), MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    /**
     * @param name of the input, for messages
     * @param maxValues most values that are read; checked before anything is allocated
     * @throws MetaTransformerException with {@link ErrorCode#INSECURE_CONTENT} for pickled objects, {@link
     *     ErrorCode#UNSUPPORTED} for types that are no real numbers and other versions, {@link
     *     ErrorCode#EMPTY_INPUT} for no values, {@link ErrorCode#LIMIT_EXCEEDED} for too many, {@link
     *     ErrorCode#MALFORMED} for a broken header or data of another length than announced
     */
    public static NumberArray read(String name, ByteBuffer bytes, int maxValues) {
        ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (!recognises(in)) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT, name + ": not an NPY file");
        }
        NpyHeader header = NpyHeader.parse(name, headerText(name, in));
        NpyType type = NpyType.of(name, header.type());
        int elements = elements(name, header.shape(), maxValues);
        long expected = (long) elements * type.bytes();
        if (in.remaining() != expected) {
            throw malformed(
                    name, "holds " + in.remaining() + " bytes of data, expected " + expected);
        }
        double[] values = new double[elements];
        ByteBuffer data = in.slice().order(type.order());
        for (int i = 0; i < elements; i++) {
            values[i] = type.read(data, i * type.bytes());
        }
        return new NumberArray(
                header.columnMajor() ? rowMajor(values, header.shape()) : values, header.shape());
    }

    private static String headerText(String name, ByteBuffer in) {
        if (in.remaining() < MAGIC.length + 4) {
            throw malformed(name, "ends inside its header");
        }
        in.position(in.position() + MAGIC.length);
        int version = in.get();
        in.get();
        if (version < 1 || version > 3) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    name + ": NPY version " + version + "; versions 1 to 3 are read");
        }
        if (version > 1 && in.remaining() < Integer.BYTES) {
            throw malformed(name, "ends inside its header");
        }
        long length =
                version == 1
                        ? Short.toUnsignedLong(in.getShort())
                        : Integer.toUnsignedLong(in.getInt());
        if (length > MAX_HEADER) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name + ": an NPY header of " + length + " bytes; at most " + MAX_HEADER);
        }
        if (length > in.remaining()) {
            throw malformed(name, "ends inside its header");
        }
        byte[] text = new byte[(int) length];
        in.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static int elements(String name, int[] shape, int maxValues) {
        long elements = 1;
        for (int size : shape) {
            if (size == 0) {
                throw new MetaTransformerException(
                        ErrorCode.EMPTY_INPUT,
                        name + ": an array of shape " + Arrays.toString(shape) + " has no values");
            }
        }
        for (int size : shape) {
            elements *= size;
            if (elements > maxValues) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name
                                + ": an array of shape "
                                + Arrays.toString(shape)
                                + " has more than "
                                + maxValues
                                + " values");
            }
        }
        return (int) elements;
    }

    /** The first index runs fastest in {@code values}; in the result, the last. */
    private static double[] rowMajor(double[] values, int[] shape) {
        double[] turned = new double[values.length];
        int[] index = new int[shape.length];
        for (double value : values) {
            int to = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                to = to * shape[axis] + index[axis];
            }
            turned[to] = value;
            for (int axis = 0; axis < shape.length && ++index[axis] == shape[axis]; axis++) {
                index[axis] = 0;
            }
        }
        return turned;
    }

    static MetaTransformerException malformed(String name, String what) {
        return new MetaTransformerException(ErrorCode.MALFORMED, name + ": the NPY file " + what);
    }

    /** The refusal of a type; {@code descr} is the file's own word for it. */
    static MetaTransformerException unsupported(String name, String descr) {
        return new MetaTransformerException(
                ErrorCode.UNSUPPORTED,
                name
                        + ": NPY data type "
                        + Quoted.of(descr)
                        + "; real numbers and booleans of 1 to 8 bytes are read");
    }
}
