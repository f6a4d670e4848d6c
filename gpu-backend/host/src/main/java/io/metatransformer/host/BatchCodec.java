package io.metatransformer.host;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** Passes a batch by reference inside one JVM, and in its binary form between two. */
final class BatchCodec<T> implements MessageCodec<T, T> {
    private static final byte NOT_A_SYSTEM_CODEC = -1;

    private final String name;
    private final Function<T, ByteBuffer> encode;
    private final Function<ByteBuffer, T> decode;

    BatchCodec(String name, Function<T, ByteBuffer> encode, Function<ByteBuffer, T> decode) {
        this.name = name;
        this.encode = encode;
        this.decode = decode;
    }

    @Override
    public void encodeToWire(Buffer buffer, T batch) {
        ByteBuffer bytes = encode.apply(batch);
        buffer.appendInt(bytes.remaining());
        Bytes.append(bytes, buffer);
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        int start = position + Integer.BYTES;
        int length = buffer.getInt(position);
        return decode.apply(Bytes.copy(buffer, start, Math.addExact(start, length)));
    }

    @Override
    public T transform(T batch) {
        return batch;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return NOT_A_SYSTEM_CODEC;
    }
}
