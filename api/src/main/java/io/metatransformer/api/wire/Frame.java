package io.metatransformer.api.wire;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * One message, taken apart: header, metadata, values. {@link Wire} has its layout.
 *
 * @param metadata CBOR, not looked at
 * @param values as many as the shape asks for
 */
record Frame(int[] shape, long sequence, ByteBuffer metadata, FloatBuffer values) {
    private static final int MAGIC = 0x3154544D; // "MTT1", little-endian
    private static final byte FLOAT32 = 1;
    private static final int LAST_OF_STREAM = 2;
    private static final int FIXED_BYTES = 16;
    private static final int MAX_RANK = 8;
    private static final int MAX_METADATA = 1 << 26;

    static ByteBuffer write(int[] shape, long sequence, byte[] metadata, List<Tensor> blocks) {
        if (shape.length > MAX_RANK) {
            throw limit("a message holds a rank up to " + MAX_RANK + ", got " + shape.length);
        }
        if (metadata.length > MAX_METADATA) {
            throw limit(
                    "a message holds up to "
                            + MAX_METADATA
                            + " bytes of segments and origins, got "
                            + metadata.length);
        }
        long payload = (long) Float.BYTES * blocks.stream().mapToLong(Tensor::elements).sum();
        long beforePadding = FIXED_BYTES + 8L * shape.length + 4 + metadata.length;
        long padding = -beforePadding & 7;
        long all = beforePadding + padding + 8 + payload;
        if (all > Integer.MAX_VALUE) {
            throw limit("one message holds up to 2^31-1 bytes, got " + all);
        }
        ByteBuffer message = allocate((int) all);
        message.putInt(MAGIC).put(FLOAT32).put((byte) shape.length).putShort((short) 0);
        message.putLong(sequence);
        for (int size : shape) {
            message.putLong(size);
        }
        message.putInt(metadata.length).put(metadata);
        message.position((int) (beforePadding + padding));
        message.putLong(payload);
        FloatBuffer values = message.asFloatBuffer();
        blocks.forEach(block -> values.put(block.data()));
        return message.rewind();
    }

    private static ByteBuffer allocate(int bytes) {
        try {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (OutOfMemoryError e) {
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    "no memory for a message of " + bytes + " bytes",
                    e);
        }
    }

    static Frame read(ByteBuffer message) {
        ByteBuffer in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
        need(in, FIXED_BYTES);
        if (in.getInt() != MAGIC) {
            throw malformed("a message starts with MTT1");
        }
        byte type = in.get();
        if (type != FLOAT32) {
            throw unsupported("values of type " + type + " are not read, only 1 (float32)");
        }
        int rank = in.get();
        int flags = in.getShort();
        if ((flags & ~LAST_OF_STREAM) != 0) {
            throw unsupported("flags 0x" + Integer.toHexString(flags & 0xFFFF) + " are not read");
        }
        long sequence = in.getLong();
        int[] shape = shape(in, rank);
        int metadataBytes = length(in, "metadata", Integer.BYTES);
        if (metadataBytes > MAX_METADATA) {
            throw limit("metadata of " + metadataBytes + " bytes, at most " + MAX_METADATA);
        }
        ByteBuffer metadata = in.slice(in.position(), metadataBytes);
        in.position(in.position() + metadataBytes);
        while ((in.position() & 7) != 0) {
            need(in, 1);
            if (in.get() != 0) {
                throw malformed("the padding before the values is not zero");
            }
        }
        int payload = length(in, "values", Long.BYTES);
        if (in.remaining() != payload) {
            throw malformed(in.remaining() - payload + " bytes are left over after the values");
        }
        long needed = Float.BYTES * elements(shape);
        if (payload != needed) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "shape "
                            + Arrays.toString(shape)
                            + " needs "
                            + needed
                            + " bytes of values, the message has "
                            + payload);
        }
        return new Frame(shape, sequence, metadata, floats(in));
    }

    private static int[] shape(ByteBuffer in, int rank) {
        if (rank < 0 || rank > MAX_RANK) {
            throw malformed("rank " + (rank & 0xFF) + ", at most " + MAX_RANK);
        }
        need(in, 8 * rank);
        int[] shape = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            long size = in.getLong();
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw malformed("dimension " + axis + " is " + size + ", expected 0 to 2^31-1");
            }
            shape[axis] = (int) size;
        }
        return shape;
    }

    /** Product of the sizes; each factor and each partial product is below 2^31. */
    private static long elements(int[] shape) {
        long elements = 1;
        for (int size : shape) {
            elements *= size;
            if (elements > Integer.MAX_VALUE) {
                throw limit("shape " + Arrays.toString(shape) + " has 2^31 values or more");
            }
        }
        return elements;
    }

    /** A length of that many bytes, which the rest of the buffer can satisfy. */
    private static int length(ByteBuffer in, String what, int bytes) {
        need(in, bytes);
        long length = bytes == Integer.BYTES ? in.getInt() & 0xFFFFFFFFL : in.getLong();
        if (length < 0 || length > in.remaining()) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED,
                    "the message claims "
                            + Long.toUnsignedString(length)
                            + " bytes of "
                            + what
                            + ", "
                            + in.remaining()
                            + " are left");
        }
        return (int) length;
    }

    /** A view where the values lie as the machine reads them; otherwise {@link Tensor} copies. */
    private static FloatBuffer floats(ByteBuffer in) {
        ByteBuffer values = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (values.isDirect() && values.alignmentOffset(0, Float.BYTES) != 0) {
            FloatBuffer copy = Tensor.allocate(values.remaining() / Float.BYTES);
            return copy.put(values.asFloatBuffer()).flip();
        }
        return values.asFloatBuffer();
    }

    private static void need(ByteBuffer in, int bytes) {
        if (in.remaining() < bytes) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED,
                    "the message ends at byte " + in.limit() + ", in the middle of its header");
        }
    }

    private static MetaTransformerException malformed(String reason) {
        return new MetaTransformerException(ErrorCode.MALFORMED, reason);
    }

    private static MetaTransformerException unsupported(String reason) {
        return new MetaTransformerException(ErrorCode.UNSUPPORTED, reason);
    }

    private static MetaTransformerException limit(String reason) {
        return new MetaTransformerException(ErrorCode.LIMIT_EXCEEDED, reason);
    }
}
