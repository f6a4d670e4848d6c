package io.metatransformer.api.safetensors;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes float32 tensors as a safetensors file. Equal tensors in equal order give equal bytes: metadata is
 * written in order of its keys, and no time or path gets in.
 */
public final class SafetensorsWriter {
    private static final int CHUNK_BYTES = 1 << 18;

    private SafetensorsWriter() {}

    /** Writes tensors held in memory, as {@link #write(Path, Weights, Map)} does. */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        write(file, Weights.of(tensors), metadata);
    }

    /**
     * Writes {@code tensors} in the order of their names, asking for one at a time, so that weights that are
     * made or read on demand never lie in memory together. The file appears whole or not at all: until it is
     * complete it has another name beside its own. A file that was there is replaced.
     *
     * @param metadata free texts for {@code __metadata__}
     * @throws MetaTransformerException with {@link ErrorCode#IO_ERROR} if the file cannot be written, {@link
     *     ErrorCode#BAD_WEIGHTS} for a name that a safetensors file cannot hold
     */
    public static void write(Path file, Weights tensors, Map<String, String> metadata) {
        String name = file.getFileName().toString();
        Path unfinished = file.resolveSibling("." + name + "." + UUID.randomUUID() + ".unfinished");
        try {
            create(unfinished, tensors, metadata);
            replace(unfinished, file);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, name + ": the file cannot be written", e);
        } finally {
            deleteIfThere(unfinished);
        }
    }

    private static void create(Path file, Weights tensors, Map<String, String> metadata)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(channel, tensors, metadata);
            channel.force(true);
        }
    }

    private static void deleteIfThere(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Beside the failure that left it there, this one says nothing new.
        }
    }

    private static void replace(Path unfinished, Path file) throws IOException {
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Writes to {@code channel} from where it stands, and leaves it open. */
    public static void write(
            WritableByteChannel channel, Weights tensors, Map<String, String> metadata)
            throws IOException {
        byte[] header = header(tensors, metadata).getBytes(StandardCharsets.UTF_8);
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        drain(chunk.putLong(header.length).flip(), channel);
        drain(ByteBuffer.wrap(header), channel);
        for (String name : tensors.names()) {
            Tensor tensor = tensors.get(name);
            if (!Arrays.equals(tensor.shape(), tensors.shape(name))) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_WEIGHTS,
                        "tensor "
                                + Quoted.name(name)
                                + " was announced as "
                                + Arrays.toString(tensors.shape(name))
                                + ", got "
                                + tensor);
            }
            FloatBuffer values = tensor.data();
            while (values.hasRemaining()) {
                int count = Math.min(CHUNK_BYTES / Float.BYTES, values.remaining());
                chunk.clear().limit(count * Float.BYTES);
                chunk.asFloatBuffer().put(values.slice(values.position(), count));
                values.position(values.position() + count);
                drain(chunk, channel);
            }
        }
    }

    private static void drain(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The JSON header, padded with spaces so that the values start at a multiple of 8. */
    private static String header(Weights tensors, Map<String, String> metadata) {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            json.append(JsonText.quoted(Header.METADATA)).append(":{");
            new TreeMap<>(metadata)
                    .forEach(
                            (key, value) ->
                                    json.append(JsonText.quoted(key))
                                            .append(':')
                                            .append(JsonText.quoted(value))
                                            .append(','));
            json.setCharAt(json.length() - 1, '}');
            json.append(',');
        }
        long at = 0;
        for (String name : tensors.names()) {
            if (name.equals(Header.METADATA)) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_WEIGHTS, "a tensor cannot be named " + name);
            }
            int[] shape = tensors.shape(name);
            long[] sizes = Arrays.stream(shape).asLongStream().toArray();
            long end = at + Entry.bytes(Dtype.F32, sizes);
            json.append(JsonText.quoted(name)).append(":{\"dtype\":\"F32\",\"shape\":");
            json.append(Arrays.toString(shape).replace(" ", ""));
            json.append(",\"data_offsets\":[").append(at).append(',').append(end).append("]},");
            at = end;
        }
        if (json.length() > 1) {
            json.setLength(json.length() - 1);
        }
        json.append('}');
        int bytes = json.toString().getBytes(StandardCharsets.UTF_8).length;
        return json.append(" ".repeat(-bytes & 7)).toString();
    }
}
