package io.metatransformer.api.safetensors;

import java.nio.ByteBuffer;

/** Bytes in memory. */
final class BufferSource implements Source {
    private final String name;
    private final ByteBuffer bytes;
    private volatile boolean closed;

    BufferSource(String name, ByteBuffer bytes) {
        this.name = name;
        this.bytes = bytes.slice().asReadOnlyBuffer();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return bytes.limit();
    }

    @Override
    public void read(long position, ByteBuffer target) {
        if (closed) {
            throw Refusal.closed(name);
        }
        target.put(bytes.slice((int) position, target.remaining()));
    }

    @Override
    public void close() {
        closed = true;
    }
}
