package io.metatransformer.modality.hyperspectral;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in a file, a piece at a time: a scene larger than memory is read like any other. */
final class StoredSamples implements Samples {
    private static final int PIECE = 1 << 18;

    private final Samples.Bytes bytes;
    private final long offset;
    private final SampleType type;
    private final long run;
    private final long stride;
    private final ByteBuffer piece;

    /**
     * @param run numbers that stand one after the other
     * @param stride bytes from the start of one run to the next
     */
    StoredSamples(
            Samples.Bytes bytes,
            long offset,
            SampleType type,
            ByteOrder order,
            long run,
            long stride) {
        this.bytes = bytes;
        this.offset = offset;
        this.type = type;
        this.run = run;
        this.stride = stride;
        this.piece = ByteBuffer.allocate(PIECE).order(order);
    }

    @Override
    public void read(long index, double[] into, int count) {
        int most = PIECE / type.bytes();
        for (int done = 0; done < count; ) {
            long at = (index + done) % run;
            int now = (int) Math.min(Math.min(most, count - done), run - at);
            piece.clear().limit(now * type.bytes());
            bytes.read(offset + (index + done) / run * stride + at * type.bytes(), piece);
            type.read(piece, into, done, now);
            done += now;
        }
    }

    @Override
    public void close() {
        bytes.close();
    }
}
