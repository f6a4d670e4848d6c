package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A PyTorch {@code .pth} file of either container as named tensors. Nothing in the file is executed.
 *
 * <p>Opening reads the pickle and the checksums of every tensor's bytes: a file opens whole or not at all.
 * Values are read by position when asked for, in bounded heap whatever the file's size. Safe to share between
 * threads; {@link #close} makes later reads fail with {@link ErrorCode#CLOSED}.
 */
public final class PyTorchFile implements Weights, AutoCloseable {
    /** Models share tensors between layers, but not more layers than this. */
    private static final long MOST_REPEATED = 64;

    private static final long ALWAYS_FINE = 1 << 20;

    private final FileChannel channel;
    private final Place place;
    private final Map<String, StoredTensor> tensors;

    private PyTorchFile(FileChannel channel, Place place, Map<String, StoredTensor> tensors) {
        this.channel = channel;
        this.place = place;
        this.tensors = tensors;
    }

    /**
     * Opens a file that starts as one of the two containers does.
     *
     * @param progress told of the stage {@code check}, in bytes
     * @throws MetaTransformerException that names file, offset and reason: {@link ErrorCode#TRUNCATED},
     *     {@link ErrorCode#CORRUPT}, {@link ErrorCode#ENCODING}, {@link ErrorCode#LIMIT_EXCEEDED}, {@link
     *     ErrorCode#INSECURE_CONTENT} for a pickle that wants more than plain values, {@link
     *     ErrorCode#UNSUPPORTED} for TorchScript and types that are not read, {@link ErrorCode#BAD_WEIGHTS} if
     *     there is no mapping with tensors, {@link ErrorCode#IO_ERROR}
     */
    public static PyTorchFile open(Path path, ReadOptions options, Progress progress) {
        Path name = path.getFileName();
        Place place = Place.of(name == null ? "checkpoint" : name.toString());
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            Bytes file = Bytes.of(channel, channel.size(), place);
            Map<String, StoredTensor> tensors = read(file, options, progress);
            PyTorchFile opened = new PyTorchFile(channel, place, tensors);
            channel = null;
            return opened;
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, place.file() + " cannot be read", e);
        } finally {
            closeQuietly(channel);
        }
    }

    /** The tensors of a file, checked but not read. */
    static Map<String, StoredTensor> read(Bytes file, ReadOptions options, Progress progress) {
        Container container =
                startsAsZip(file)
                        ? new ZipContainer(file, options)
                        : new LegacyContainer(file, options);
        Map<String, StoredTensor> tensors =
                new StateDict(file.place()).find(container.root(), options.root());
        refuseRepetition(tensors.values(), file);
        container.verify(
                tensors.values().stream().map(tensor -> tensor.storage).toList(), progress);
        return tensors;
    }

    /** A small file must not become terabytes for whoever reads all of its tensors one by one. */
    private static void refuseRepetition(Collection<StoredTensor> tensors, Bytes file) {
        long total = 0;
        for (StoredTensor tensor : tensors) {
            total += (long) tensor.elements * tensor.storage.type.bytes();
        }
        if (total / MOST_REPEATED > file.size() + ALWAYS_FINE) {
            throw file.place()
                    .refuse(
                            ErrorCode.LIMIT_EXCEEDED,
                            tensors.size()
                                    + " tensors of "
                                    + total
                                    + " bytes are views of a file of "
                                    + file.size());
        }
    }

    private static boolean startsAsZip(Bytes file) {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(4, file.size()));
        file.read(0, head);
        return head.flip().equals(ByteBuffer.wrap(new byte[] {'P', 'K', 3, 4}));
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The refusal under way says more than this would.
            }
        }
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public int[] shape(String name) {
        return tensor(name).size.clone();
    }

    /** The element type under the name that safetensors gives it, such as {@code F32}. */
    public String dtype(String name) {
        return tensor(name).storage.type.name();
    }

    @Override
    public Tensor get(String name) {
        StoredTensor tensor = tensor(name);
        DType type = tensor.storage.type;
        if (!type.floating()) {
            throw place.refuse(
                    ErrorCode.BAD_WEIGHTS,
                    Place.quoted(name) + " is " + type + ", expected floating-point numbers");
        }
        FloatBuffer values = Tensor.allocate(tensor.elements);
        new TensorReader(tensor)
                .read((index, from, at) -> values.put(index, type.toFloat(from, at)));
        return Tensor.of(values, tensor.size);
    }

    /** The values of a tensor of whole numbers. */
    long[] longs(String name) {
        return new TensorReader(tensor(name)).longs();
    }

    /** The values of any tensor as float64. */
    double[] doubles(String name) {
        StoredTensor tensor = tensor(name);
        double[] values = new double[tensor.elements];
        new TensorReader(tensor)
                .read((i, from, at) -> values[i] = tensor.storage.type.toDouble(from, at));
        return values;
    }

    private StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw place.refuse(
                    ErrorCode.BAD_WEIGHTS, "tensor " + Place.quoted(name) + " is missing");
        }
        return tensor;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, place.file() + " cannot be closed", e);
        }
    }
}
