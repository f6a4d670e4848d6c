package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Digests of features by the content that they were made from, kept in one file from run to run. A record is
 * written as soon as it is made: a run that is interrupted loses none that it has written. What a torn or
 * changed file holds from the first bad record on is dropped and made anew. Used by one thread, and by one
 * process at a time.
 *
 * <pre>
 *   file    "MTD1", records
 *   record  key (64 ASCII hex digits), rank (1 byte), sizes (4 bytes each), values (float32), CRC-32 of these
 * </pre>
 */
final class DigestStore implements AutoCloseable {
    private static final int MAGIC = 0x4d544431;
    private static final int KEY_BYTES = 64;
    private static final int MAX_RANK = 8;
    private static final int MAX_VALUES = 1 << 28;

    private final Map<String, Tensor> digests = new HashMap<>();
    private final FileChannel channel;
    private final DataOutputStream out;

    private DigestStore(FileChannel channel) {
        this.channel = channel;
        this.out =
                channel == null
                        ? new DataOutputStream(OutputStream.nullOutputStream())
                        : new DataOutputStream(
                                new BufferedOutputStream(
                                        Channels.newOutputStream(channel), 1 << 16));
    }

    /** Keeps digests for as long as it is open. */
    static DigestStore inMemory() {
        return new DigestStore(null);
    }

    /**
     * @param folder is made if there is none
     * @param maker whatever decides the digests beside the content: a file of its own each
     * @throws MetaTransformerException with {@link ErrorCode#CONFLICT} if another run uses the file, {@link
     *     ErrorCode#IO_ERROR}
     */
    static DigestStore in(Path folder, String maker) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel =
                    FileChannel.open(
                            folder.resolve(maker + ".digests"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            lock(channel);
            DigestStore store = new DigestStore(channel);
            store.load();
            return store;
        } catch (IOException e) {
            close(channel);
            throw failure(e);
        } catch (RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    private static void lock(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new MetaTransformerException(
                    ErrorCode.CONFLICT,
                    "another training keeps its features in the same file at this moment; wait for it,"
                            + " or choose another folder");
        }
    }

    private void load() throws IOException {
        long sound = 4;
        DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
        if (channel.size() < 4 || in.readInt() != MAGIC) {
            channel.truncate(0);
            channel.position(0);
            out.writeInt(MAGIC);
            return;
        }
        Optional<Integer> length = read(in, channel.size() - sound);
        while (length.isPresent()) {
            sound += length.get();
            length = read(in, channel.size() - sound);
        }
        channel.truncate(sound);
        channel.position(sound);
    }

    /** @return bytes of the record; nothing if there is none, or no sound one */
    private Optional<Integer> read(DataInputStream in, long left) throws IOException {
        if (left < KEY_BYTES + 1) {
            return Optional.empty();
        }
        byte[] key = in.readNBytes(KEY_BYTES);
        int rank = in.readUnsignedByte();
        if (rank > MAX_RANK || left < KEY_BYTES + 1 + 4L * rank) {
            return Optional.empty();
        }
        int[] shape = new int[rank];
        long values = 1;
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = in.readInt();
            values *= Math.max(0, shape[axis]);
            if (shape[axis] < 0 || values > MAX_VALUES) {
                return Optional.empty();
            }
        }
        long length = KEY_BYTES + 1 + 4L * rank + 4 * values + 4;
        if (left < length) {
            return Optional.empty();
        }
        byte[] raw = in.readNBytes((int) (4 * values));
        if (in.readInt() != sum(key, raw)) {
            return Optional.empty();
        }
        float[] floats = new float[(int) values];
        ByteBuffer.wrap(raw).asFloatBuffer().get(floats);
        digests.put(new String(key, StandardCharsets.US_ASCII), Tensor.of(floats, shape));
        return Optional.of(Math.toIntExact(length));
    }

    Optional<Tensor> get(String key) {
        return Optional.ofNullable(digests.get(key));
    }

    void put(String key, Tensor digest) {
        digests.put(key, digest);
        byte[] name = key.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer raw = ByteBuffer.allocate(4 * digest.elements());
        raw.asFloatBuffer().put(digest.data());
        try {
            out.write(name);
            out.writeByte(digest.rank());
            for (int size : digest.shape()) {
                out.writeInt(size);
            }
            out.write(raw.array());
            out.writeInt(sum(name, raw.array()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Hands what was put to the system. */
    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static int sum(byte[] key, byte[] values) {
        CRC32 sum = new CRC32();
        sum.update(key);
        sum.update(values);
        return (int) sum.getValue();
    }

    @Override
    public void close() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        } finally {
            close(channel);
        }
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    private static MetaTransformerException failure(IOException cause) {
        return new MetaTransformerException(
                ErrorCode.IO_ERROR, "features cannot be kept: is the disk full?", cause);
    }
}
