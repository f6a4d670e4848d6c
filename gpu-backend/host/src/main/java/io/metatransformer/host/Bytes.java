package io.metatransformer.host;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** Moves bytes between Vert.x and direct buffers, from which tensors are made without a further copy. */
final class Bytes {
    private static final int CHUNK = 1 << 16;

    private Bytes() {}

    static void append(ByteBuffer from, Buffer to) {
        byte[] chunk = new byte[Math.min(CHUNK, from.remaining())];
        while (from.hasRemaining()) {
            int count = Math.min(chunk.length, from.remaining());
            from.get(chunk, 0, count);
            to.appendBytes(chunk, 0, count);
        }
    }

    static Buffer copy(ByteBuffer from) {
        Buffer copy = Buffer.buffer(from.remaining());
        append(from, copy);
        return copy;
    }

    /** Bytes {@code start} to {@code end} of a message that came from elsewhere. */
    static ByteBuffer copy(Buffer from, int start, int end) {
        if (start > end || end > from.length()) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED,
                    "the message says " + (end - start) + " bytes, there are " + from.length());
        }
        ByteBuffer copy = ByteBuffer.allocateDirect(end - start);
        byte[] chunk = new byte[Math.min(CHUNK, end - start)];
        for (int at = start; at < end; ) {
            int count = Math.min(chunk.length, end - at);
            from.getBytes(at, at + count, chunk);
            copy.put(chunk, 0, count);
            at += count;
        }
        return copy.flip();
    }
}
