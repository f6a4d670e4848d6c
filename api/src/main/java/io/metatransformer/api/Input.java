package io.metatransformer.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One piece of raw data for one tokenizer: a file, bytes, or numbers that are already pre-processed.
 * Immutable; a file is opened anew by every read.
 */
public final class Input {
    private final Modality modality;
    private final String name;
    private final ByteBuffer bytes;
    private final Path path;
    private final Tensor tensor;
    private final Optional<String> mediaType;
    private final Map<String, Object> options;

    private Input(
            Modality modality,
            String name,
            ByteBuffer bytes,
            Path path,
            Tensor tensor,
            Optional<String> mediaType,
            Map<String, Object> options) {
        this.modality = Objects.requireNonNull(modality, "modality");
        this.name = Objects.requireNonNull(name, "name");
        this.bytes = bytes;
        this.path = path;
        this.tensor = tensor;
        this.mediaType = mediaType;
        this.options = options;
    }

    /** Encoded bytes, as a file would hold them. The caller gives up writing to the array. */
    public static Input of(Modality modality, byte[] bytes) {
        return of(modality, ByteBuffer.wrap(bytes));
    }

    /** Encoded bytes from the buffer's position to its limit. The caller gives up writing to them. */
    public static Input of(Modality modality, ByteBuffer bytes) {
        return new Input(
                modality,
                "input",
                bytes.slice().asReadOnlyBuffer(),
                null,
                null,
                Optional.empty(),
                Map.of());
    }

    /** A file, labelled with its name (never its folder). */
    public static Input of(Modality modality, Path path) {
        Path name = path.getFileName();
        return new Input(
                modality,
                name == null ? "input" : name.toString(),
                null,
                path,
                null,
                Optional.empty(),
                Map.of());
    }

    /** Numbers that need no decoding; each tokenizer says which shapes it takes. */
    public static Input of(Modality modality, Tensor tensor) {
        return new Input(modality, "tensor", null, null, tensor, Optional.empty(), Map.of());
    }

    /**
     * Reads a stream to its end; the caller closes it.
     *
     * @param maxBytes most bytes that are accepted
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} if there are more, {@link
     *     ErrorCode#IO_ERROR} if reading fails
     */
    public static Input read(Modality modality, InputStream stream, int maxBytes) {
        try {
            byte[] bytes = stream.readNBytes(maxBytes);
            if (bytes.length == maxBytes && stream.read() != -1) {
                throw tooLong("the stream", maxBytes);
            }
            return of(modality, bytes);
        } catch (IOException e) {
            throw new MetaTransformerException(ErrorCode.IO_ERROR, "the stream cannot be read", e);
        }
    }

    /** This input under another label, as messages and answers will name it. */
    public Input named(String label) {
        return new Input(modality, label, bytes, path, tensor, mediaType, options);
    }

    /** This input with the media type that its sender declared; content decides all the same. */
    public Input withMediaType(String declared) {
        return new Input(modality, name, bytes, path, tensor, Optional.of(declared), options);
    }

    /** This input with options for this request alone; the tokenizer checks them. */
    public Input withOptions(Map<String, ?> requested) {
        return new Input(modality, name, bytes, path, tensor, mediaType, Given.copy(requested));
    }

    /** This input, for another tokenizer. */
    public Input as(Modality other) {
        return new Input(other, name, bytes, path, tensor, mediaType, options);
    }

    public Modality modality() {
        return modality;
    }

    public String name() {
        return name;
    }

    public Optional<String> mediaType() {
        return mediaType;
    }

    public Map<String, Object> options() {
        return options;
    }

    /** The file, if it is one: for formats that keep a second file beside the first. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /** The numbers, if it is given as numbers; then there are no bytes. */
    public Optional<Tensor> tensor() {
        return Optional.ofNullable(tensor);
    }

    /**
     * All bytes, read-only, from position 0.
     *
     * @param maxBytes most bytes that are accepted; checked before anything is allocated
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for none, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for too many, {@link ErrorCode#IO_ERROR} for a file that cannot be read,
     *     {@link ErrorCode#UNSUPPORTED_FORMAT} for an input of numbers
     */
    public ByteBuffer bytes(int maxBytes) {
        ByteBuffer all = bytes != null ? bytes.duplicate() : readFile(maxBytes);
        if (all.remaining() > maxBytes) {
            throw tooLong(name, maxBytes);
        }
        if (!all.hasRemaining()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": the input is empty");
        }
        return all;
    }

    /** The first bytes, at most {@code count} of them, for recognising a format; may be empty. */
    public ByteBuffer head(int count) {
        if (bytes != null) {
            return bytes.slice(0, Math.min(count, bytes.limit()));
        }
        try (InputStream in = Files.newInputStream(file())) {
            return ByteBuffer.wrap(in.readNBytes(count)).asReadOnlyBuffer();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ByteBuffer readFile(int maxBytes) {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > maxBytes) {
                throw tooLong(name, maxBytes);
            }
            ByteBuffer all = ByteBuffer.allocate((int) size);
            while (all.hasRemaining() && channel.read(all) >= 0) {
                // read on: a channel may deliver less than asked for
            }
            return all.flip().asReadOnlyBuffer();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Path file() {
        if (path == null) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    name + ": encoded bytes or a file are needed here, got " + tensor);
        }
        if (!Files.isRegularFile(path)) { // before it is opened: a pipe would wait for a writer
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR,
                    name + (Files.exists(path) ? ": not a regular file" : ": no such file"));
        }
        return path;
    }

    private MetaTransformerException unreadable(IOException cause) {
        return new MetaTransformerException(
                ErrorCode.IO_ERROR, name + ": the file cannot be read", cause);
    }

    private static MetaTransformerException tooLong(String what, int maxBytes) {
        return new MetaTransformerException(
                ErrorCode.LIMIT_EXCEEDED, what + " is larger than " + maxBytes + " bytes");
    }

    @Override
    public String toString() {
        return modality + " input " + name;
    }
}
