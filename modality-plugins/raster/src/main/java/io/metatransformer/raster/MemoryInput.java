package io.metatransformer.raster;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes in memory as the JDK's image readers want them; unlike its own streams, without a temporary file. */
final class MemoryInput extends ImageInputStreamImpl {
    private final ByteBuffer bytes;
    private final int ahead;

    /**
     * @param ahead zeros after the bytes for a reader that looks so far ahead; if it goes further it has run
     *     out of data without noticing and is stopped. 0: the end is the end
     */
    MemoryInput(ByteBuffer bytes, int ahead) {
        this.bytes = bytes.slice();
        this.ahead = ahead;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        bitOffset = 0;
        int real = (int) Math.max(0, Math.min(length, bytes.limit() - streamPos));
        if (real > 0) {
            bytes.get((int) streamPos, into, offset, real);
        }
        int count = real;
        if (ahead > 0 && real < length) {
            count = (int) Math.min(length, bytes.limit() + (long) ahead - streamPos);
            if (count <= 0) {
                throw new IllegalStateException("unexpected end of the data");
            }
            Arrays.fill(into, offset + real, offset + count, (byte) 0);
        }
        streamPos += count;
        return count == 0 && length > 0 ? -1 : count;
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
