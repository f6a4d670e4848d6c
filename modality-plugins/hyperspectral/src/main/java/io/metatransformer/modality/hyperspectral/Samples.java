package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * All numbers of a scene in the order in which they are stored, read when asked for. Serves one thread; what it
 * holds open is released by {@link #close}.
 */
interface Samples extends AutoCloseable {

    /** Number {@code index} and those after it, {@code count} of them. */
    void read(long index, double[] into, int count);

    @Override
    void close();

    /** Numbers that are in memory. */
    static Samples of(double[] values) {
        return new Samples() {
            @Override
            public void read(long index, double[] into, int count) {
                System.arraycopy(values, (int) index, into, 0, count);
            }

            @Override
            public void close() {}
        };
    }

    /** Bytes at any place of a file or buffer. */
    interface Bytes extends AutoCloseable {

        /** In bytes. */
        long length();

        /** Fills {@code into} from its position to its limit; the caller asks for nothing past the end. */
        void read(long at, ByteBuffer into);

        @Override
        void close();

        /** From position to limit. */
        static Bytes of(ByteBuffer buffer) {
            ByteBuffer own = buffer.slice();
            return new Bytes() {
                @Override
                public long length() {
                    return own.limit();
                }

                @Override
                public void read(long at, ByteBuffer into) {
                    into.put(own.slice((int) at, into.remaining()));
                }

                @Override
                public void close() {}
            };
        }
    }

    /** The same bytes read as numbers of one type, from {@code offset} on. */
    static Samples stored(Bytes bytes, long offset, SampleType type, ByteOrder order) {
        return new StoredSamples(bytes, offset, type, order, Long.MAX_VALUE, 0);
    }

    /**
     * Checks that bytes hold all samples that a header claims.
     *
     * @throws MetaTransformerException with {@link ErrorCode#TRUNCATED}
     */
    static void check(String name, Bytes bytes, long offset, long samples, SampleType type) {
        if (samples * type.bytes() > bytes.length() - offset) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED,
                    name
                            + ": the data has "
                            + bytes.length()
                            + " bytes; "
                            + samples
                            + " samples of "
                            + type.bytes()
                            + " bytes from byte "
                            + offset
                            + " on are expected");
        }
    }
}
