package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.checkpoint.pytorch.ReadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of named tensors: safetensors, a PyTorch file of either container, or the {@code index.json} of one
 * that was split into shards. Recognised by content; nothing in it is executed.
 *
 * <p>Names are the file's own. Values are read when asked for, one tensor at a time, so the heap stays small
 * whatever the file's size. Safe to share between threads until it is closed.
 */
public final class Checkpoint implements Weights, AutoCloseable {
    private static final int CHUNK = 1 << 18;

    private final Path file;
    private final List<Path> files;
    private final Map<String, TensorFile> byTensor;
    private final List<TensorFile> opened;

    private Checkpoint(
            Path file,
            List<Path> files,
            Map<String, TensorFile> byTensor,
            List<TensorFile> opened) {
        this.file = file;
        this.files = files;
        this.byTensor = byTensor;
        this.opened = opened;
    }

    /** As {@link #open(Path, ReadOptions, Progress)}, with default limits. */
    public static Checkpoint open(Path file) {
        return open(file, ReadOptions.defaults(), Progress.NONE);
    }

    /**
     * Opens a file and checks it whole: structure, bounds, and the checksums that its format has.
     *
     * @param options limits for PyTorch files
     * @param progress told of the stage {@code check}, in bytes
     * @throws MetaTransformerException whose message names the file, the place in it and the reason: {@link
     *     ErrorCode#UNSUPPORTED_FORMAT} for anything that is no such file, {@link ErrorCode#EMPTY_INPUT},
     *     {@link ErrorCode#UNSUPPORTED}, {@link ErrorCode#TRUNCATED}, {@link ErrorCode#CORRUPT}, {@link
     *     ErrorCode#ENCODING}, {@link ErrorCode#INSECURE_CONTENT}, {@link ErrorCode#LIMIT_EXCEEDED}, {@link
     *     ErrorCode#BAD_WEIGHTS}, {@link ErrorCode#IO_ERROR}; nothing stays open then
     */
    public static Checkpoint open(Path file, ReadOptions options, Progress progress) {
        FileKind kind = FileKind.of(file);
        if (kind == FileKind.SHARD_INDEX) {
            return Shards.open(file, options, progress);
        }
        TensorFile opened = TensorFile.open(file, kind, options, progress);
        Map<String, TensorFile> byTensor = new LinkedHashMap<>();
        opened.names().forEach(name -> byTensor.put(name, opened));
        return new Checkpoint(file, List.of(file), byTensor, List.of(opened));
    }

    /** A checkpoint in shards, all open: {@code index} first among the files that its hash covers. */
    static Checkpoint of(
            Path index, Map<Path, TensorFile> shards, Map<String, TensorFile> byTensor) {
        List<Path> files = new ArrayList<>(List.of(index));
        files.addAll(shards.keySet());
        return new Checkpoint(index, files, byTensor, List.copyOf(shards.values()));
    }

    /** The file's name, without its folder. */
    public String fileName() {
        return FileNames.of(file);
    }

    /** The file that was opened. */
    Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(byTensor.keySet());
    }

    @Override
    public int[] shape(String name) {
        return home(name).shape(name);
    }

    /** The type of the stored values, such as {@code F32}, {@code BF16} or {@code I64}. */
    public String dtype(String name) {
        return home(name).dtype(name);
    }

    @Override
    public Tensor get(String name) {
        return home(name).get(name);
    }

    private TensorFile home(String name) {
        TensorFile home = byTensor.get(name);
        if (home == null) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    fileName() + ": tensor " + FileNames.quoted(name) + " is missing");
        }
        return home;
    }

    /**
     * SHA-256 of the file, 64 lower-case hex digits; of a checkpoint in shards, of the index and then the
     * shards in the order of their names, back to back.
     *
     * @param progress told of the stage {@code hash}, in bytes
     */
    public String sha256(Progress progress) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long total = 0;
            for (Path part : files) {
                total += Files.size(part);
            }
            long done = 0;
            byte[] chunk = new byte[CHUNK];
            for (Path part : files) {
                try (InputStream in = Files.newInputStream(part)) {
                    for (int read; (read = in.read(chunk)) >= 0; ) {
                        digest.update(chunk, 0, read);
                        done += read;
                        progress.report("hash", Math.min(done, total), Math.max(1, total));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, fileName() + ": the file cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new MetaTransformerException(
                    ErrorCode.INTERNAL, "this Java has no SHA-256, which every Java must have", e);
        }
    }

    @Override
    public void close() {
        opened.forEach(TensorFile::close);
    }

    @Override
    public String toString() {
        return fileName() + " with " + byTensor.size() + " tensor(s)";
    }
}
