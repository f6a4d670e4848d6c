package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What was done to the chunks of an HDF5 dataset, undone ("HDF5 File Format Specification", IV.A.2.l): deflate,
 * shuffled bytes, a checksum behind. No more is unpacked than a chunk may hold.
 *
 * @param ids of the filters, in the order in which they were applied
 */
record HdfFilters(String name, List<Integer> ids, int elementBytes) {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER = 3;
    private static final int CHECKSUM_BYTES = 4;

    /**
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for other filters
     */
    static HdfFilters of(String name, List<Integer> ids, int elementBytes) {
        for (int id : ids) {
            if (id != DEFLATE && id != SHUFFLE && id != FLETCHER) {
                throw new MetaTransformerException(
                        ErrorCode.UNSUPPORTED_FORMAT,
                        name
                                + ": HDF5 filter "
                                + id
                                + " is not read; deflate, shuffle and fletcher32 are");
            }
        }
        return new HdfFilters(name, ids, elementBytes);
    }

    /**
     * @param size of a chunk, in bytes
     * @throws MetaTransformerException with {@link ErrorCode#CORRUPT} for a chunk of another size
     */
    byte[] decode(ByteBuffer packed, int size) {
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        int length = bytes.length;
        for (int i = ids.size() - 1; i >= 0; i--) {
            switch (ids.get(i)) {
                case DEFLATE -> {
                    // A checksum that was put before deflate comes out of it.
                    byte[] inflated = new byte[Math.addExact(size, CHECKSUM_BYTES * i)];
                    length = inflate(bytes, length, inflated);
                    bytes = inflated;
                }
                case SHUFFLE -> bytes = unshuffle(bytes, length);
                default -> length -= CHECKSUM_BYTES;
            }
        }
        if (length != size) {
            throw corrupt("a chunk unpacks to " + length + " bytes, " + size + " are expected");
        }
        return bytes;
    }

    private int inflate(byte[] packed, int length, byte[] into) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed, 0, Math.max(0, length));
            int done = 0;
            while (done < into.length && !inflater.finished()) {
                int count = inflater.inflate(into, done, into.length - done);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                done += count;
            }
            return done;
        } catch (DataFormatException e) {
            throw corrupt("a deflate stream is damaged");
        } finally {
            inflater.end();
        }
    }

    /** First bytes of all numbers, then second bytes, and so on; what fills no number stays at the end. */
    private byte[] unshuffle(byte[] shuffled, int length) {
        byte[] plain = new byte[shuffled.length];
        int numbers = Math.max(0, length) / elementBytes;
        for (int part = 0, at = 0; part < elementBytes; part++) {
            for (int i = 0; i < numbers; i++) {
                plain[i * elementBytes + part] = shuffled[at++];
            }
        }
        int whole = numbers * elementBytes;
        System.arraycopy(shuffled, whole, plain, whole, plain.length - whole);
        return plain;
    }

    private MetaTransformerException corrupt(String what) {
        return new MetaTransformerException(
                ErrorCode.CORRUPT, name + ": the HDF5 file is damaged: " + what);
    }
}
