package io.metatransformer.converter.checkpoint.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, good and bad ones. */
final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A pickle of protocol 2, as torch.save writes it. */
    static PickleBytes start() {
        return new PickleBytes().op(0x80, 2);
    }

    PickleBytes op(int... octets) {
        for (int octet : octets) {
            out.write(octet);
        }
        return this;
    }

    PickleBytes op(char opcode) {
        return op((int) opcode);
    }

    /** Opcodes, names and all else that is plain ASCII. */
    PickleBytes ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    PickleBytes i32(int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        return this;
    }

    PickleBytes i64(long value) {
        out.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        return this;
    }

    PickleBytes text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        op('X').i32(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    /** LONG1 of 8 bytes. */
    PickleBytes number(long value) {
        return op(0x8a, 8).i64(value);
    }

    PickleBytes tuple(long... numbers) {
        op('(');
        for (long number : numbers) {
            number(number);
        }
        return op('t');
    }

    PickleBytes global(String module, String name) {
        return ascii("c" + module + "\n" + name + "\n");
    }

    /** The persistent id of a storage in a zip file. */
    PickleBytes storage(String type, String key, long count) {
        return op('(').text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .number(count)
                .op('t')
                .op('Q');
    }

    /** A tensor that owns or shares the storage {@code key}. */
    PickleBytes tensor(
            String type, String key, long count, long offset, long[] size, long[] stride) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage(type, key, count)
                .number(offset)
                .tuple(size)
                .tuple(stride)
                .op(0x89)
                .global("collections", "OrderedDict")
                .ascii(")R")
                .ascii("tR");
    }

    byte[] stop() {
        return op('.').out.toByteArray();
    }
}
