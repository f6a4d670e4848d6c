package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of an archive's records: stored ones where they lie, deflated ones inflated within limits. */
final class ZipContents {
    private static final int CHUNK = 1 << 16;

    /** No weights shrink more than this; a record that claims to is a bomb. */
    private static final long MAX_RATIO = 200;

    private static final long ALWAYS_FINE = 1 << 20;

    private final Bytes file;
    private final ReadOptions options;
    private final Map<String, SoftReference<byte[]>> inflated = new ConcurrentHashMap<>();

    ZipContents(Bytes file, ReadOptions options) {
        this.file = file;
        this.options = options;
    }

    /** A record's plain bytes; {@link #verify} has seen it before. */
    Bytes of(ZipRecord record) {
        Place place = file.place().part(record.name());
        if (!record.deflated()) {
            return file.slice(record.at(), record.stored(), place);
        }
        byte[] plain;
        synchronized (this) {
            SoftReference<byte[]> kept = inflated.get(record.name());
            plain = kept == null ? null : kept.get();
            if (plain == null) {
                plain = new byte[(int) record.size()];
                ByteBuffer into = ByteBuffer.wrap(plain);
                inflate(record, into::put, place);
                inflated.put(record.name(), new SoftReference<>(plain));
            }
        }
        return Bytes.of(plain, place);
    }

    /**
     * Reads a record once and holds it against its checksum, in bounded memory.
     *
     * @param read told of bytes as they are read from the file
     */
    void verify(ZipRecord record, LongConsumer read) {
        Place place = file.place().part(record.name());
        CRC32 crc = new CRC32();
        if (record.deflated()) {
            refuseBomb(record, place);
            inflate(record, crc::update, place);
            read.accept(record.stored());
        } else {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            for (long done = 0; done < record.stored(); done += chunk.limit()) {
                chunk.clear().limit((int) Math.min(CHUNK, record.stored() - done));
                file.read(record.at() + done, chunk);
                crc.update(chunk.flip());
                read.accept(chunk.limit());
            }
        }
        if (crc.getValue() != record.crc()) {
            throw place.refuse(
                    ErrorCode.CORRUPT,
                    record.at(),
                    "its CRC-32 is not what the zip directory says: the file is damaged");
        }
    }

    private void refuseBomb(ZipRecord record, Place place) {
        long limit =
                record.size() <= ALWAYS_FINE || record.size() / MAX_RATIO < record.stored()
                        ? options.inflatedBytes()
                        : Math.min(options.inflatedBytes(), ALWAYS_FINE);
        if (record.size() > limit || record.size() > Integer.MAX_VALUE - 8) {
            throw place.refuse(
                    ErrorCode.LIMIT_EXCEEDED,
                    record.at(),
                    record.stored()
                            + " bytes inflate to "
                            + record.size()
                            + "; at most "
                            + limit
                            + " are read. Save the file without compression");
        }
    }

    private interface Sink {
        void accept(byte[] bytes, int from, int count);
    }

    private void inflate(ZipRecord record, Sink sink, Place place) {
        Inflater inflater = new Inflater(true);
        try {
            byte[] in = new byte[CHUNK];
            byte[] out = new byte[CHUNK];
            long read = 0;
            long made = 0;
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int more = (int) Math.min(CHUNK, record.stored() - read);
                    if (more == 0) {
                        throw place.refuse(
                                ErrorCode.TRUNCATED,
                                record.at() + read,
                                "deflated data ends early");
                    }
                    file.read(record.at() + read, ByteBuffer.wrap(in, 0, more));
                    read += more;
                    inflater.setInput(in, 0, more);
                }
                int count = inflater.inflate(out);
                made += count;
                if (made > record.size() || inflater.needsDictionary()) {
                    break;
                }
                sink.accept(out, 0, count);
            }
            if (made != record.size() || read - inflater.getRemaining() != record.stored()) {
                throw place.refuse(
                        ErrorCode.CORRUPT,
                        record.at(),
                        "inflates to another size than the zip directory says");
            }
        } catch (DataFormatException e) {
            throw place.refuse(ErrorCode.CORRUPT, record.at(), "the deflated data is damaged");
        } finally {
            inflater.end();
        }
    }
}
