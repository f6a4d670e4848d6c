package io.metatransformer.raster;

import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes in memory as the JDK's image readers want them; unlike its own streams, without a temporary file. */
final class MemoryInput extends ImageInputStreamImpl {
    private final ByteBuffer bytes;

    MemoryInput(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos >= bytes.limit() ? -1 : bytes.get((int) streamPos++) & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        bitOffset = 0;
        int count = (int) Math.min(length, bytes.limit() - streamPos);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        bytes.get((int) streamPos, into, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return bytes.limit();
    }

    @Override
    public boolean isCachedMemory() {
        return true;
    }
}
