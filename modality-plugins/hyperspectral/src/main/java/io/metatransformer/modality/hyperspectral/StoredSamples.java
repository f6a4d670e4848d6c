package io.metatransformer.modality.hyperspectral;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in a file, a piece at a time: a scene larger than memory is read like any other. */
final class StoredSamples implements Samples {
    private static final int PIECE = 1 << 18;

    private final Samples.Bytes bytes;
    private final long offset;
    private final SampleType type;
    private final ByteBuffer piece;

    StoredSamples(Samples.Bytes bytes, long offset, SampleType type, ByteOrder order) {
        this.bytes = bytes;
        this.offset = offset;
        this.type = type;
        this.piece = ByteBuffer.allocate(PIECE).order(order);
    }

    @Override
    public void read(long index, double[] into, int count) {
        int most = PIECE / type.bytes();
        for (int done = 0; done < count; ) {
            int now = Math.min(most, count - done);
            piece.clear().limit(now * type.bytes());
            bytes.read(offset + (index + done) * type.bytes(), piece);
            for (int i = 0; i < now; i++) {
                into[done + i] = type.read(piece, i * type.bytes());
            }
            done += now;
        }
    }

    @Override
    public void close() {
        bytes.close();
    }
}
