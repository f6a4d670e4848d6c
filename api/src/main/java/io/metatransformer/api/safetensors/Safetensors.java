package io.metatransformer.api.safetensors;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * One safetensors file, open for reading. Its header is checked whole when it is opened: every byte of data
 * belongs to exactly one tensor. Values are read when asked for, one tensor at a time.
 *
 * <p>Safe to share between threads. {@link #close} gives the file back at once; a read that is under way
 * then, and every later one, fails with {@link ErrorCode#CLOSED}. Names, shapes and metadata stay.
 *
 * <p>Any number of tensors up to 262,144 and any rank up to 64 are read; a single tensor may hold up to 2 GiB.
 */
public final class Safetensors implements Weights, AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final Source source;
    private final Header header;

    private Safetensors(Source source) {
        this.source = source;
        try {
            this.header = Header.read(source);
        } catch (Throwable e) {
            source.close();
            throw e;
        }
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for a file that is not safetensors,
     *     is cut short, or contradicts itself; {@link ErrorCode#LIMIT_EXCEEDED} past the bounds above; {@link
     *     ErrorCode#IO_ERROR} if it cannot be read. The message starts with the file's name, never its folder
     */
    public static Safetensors open(Path file) {
        return new Safetensors(new FileSource(file));
    }

    /**
     * Reads a file that lies in memory, from the buffer's position to its limit. The caller gives up writing
     * to it.
     *
     * @param name as messages call it
     * @throws MetaTransformerException as {@link #open}
     */
    public static Safetensors of(ByteBuffer bytes, String name) {
        return new Safetensors(new BufferSource(name, bytes));
    }

    /** In the order of the header, which need not be that of the values. */
    @Override
    public Set<String> names() {
        return header.tensors().keySet();
    }

    /** Free texts that the writer left, by name; empty if there are none. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** The type of the stored values, such as {@code F32}, {@code BF16} or {@code I64}. */
    public String dtype(String name) {
        return entry(name).dtype().name();
    }

    @Override
    public int[] shape(String name) {
        return entry(name).intShape(source.name(), name);
    }

    /**
     * The values of an F32, F16, BF16 or F64 tensor as float32. All but F64 are exact; F64 is rounded to the
     * nearest.
     */
    @Override
    public Tensor get(String name) {
        Entry entry = entry(name);
        if (!Widening.reads(entry.dtype())) {
            throw Refusal.bad(
                    source.name(),
                    "tensor "
                            + Quoted.name(name)
                            + " holds "
                            + entry.dtype()
                            + ", expected F32, F16, BF16 or F64");
        }
        int[] shape = entry.intShape(source.name(), name);
        if (entry.dtype() == Dtype.F32) {
            return Tensor.of(raw(name).asFloatBuffer(), shape);
        }
        FloatBuffer values = Tensor.allocate(elements(name, entry, Float.BYTES));
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = entry.begin(); at < entry.end(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, entry.end() - at));
            source.read(header.dataStart() + at, chunk);
            Widening.append(entry.dtype(), chunk.flip(), values);
        }
        return Tensor.of(values.flip(), shape);
    }

    /**
     * The stored bytes of a tensor of any type: read-only, direct, little-endian.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if there is none of this name,
     *     {@link ErrorCode#LIMIT_EXCEEDED} if it has more than 2^31-1 bytes
     */
    public ByteBuffer raw(String name) {
        Entry entry = entry(name);
        int bytes = elements(name, entry, entry.dtype().bytes()) * entry.dtype().bytes();
        ByteBuffer raw = allocate(name, bytes);
        source.read(header.dataStart() + entry.begin(), raw);
        return raw.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The values of a tensor of whole numbers, row-major; BOOL counts as 0 and 1.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if there is none of this name, it
     *     holds no whole numbers, or one past 2^63-1
     */
    public long[] longs(String name) {
        Entry entry = entry(name);
        long[] values = new long[elements(name, entry, Long.BYTES)];
        ByteBuffer raw = raw(name);
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (entry.dtype()) {
                        case I64 -> raw.getLong();
                        case I32 -> raw.getInt();
                        case I16 -> raw.getShort();
                        case I8 -> raw.get();
                        case U8, BOOL -> Byte.toUnsignedLong(raw.get());
                        case U16 -> Short.toUnsignedLong(raw.getShort());
                        case U32 -> Integer.toUnsignedLong(raw.getInt());
                        case U64 -> unsigned(name, raw.getLong());
                        default -> throw noNumbers(name, entry, "whole numbers");
                    };
        }
        return values;
    }

    /**
     * The values of a tensor of numbers, row-major. Whole numbers past 2^53 are rounded.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if there is none of this name, or it
     *     holds F8
     */
    public double[] doubles(String name) {
        Entry entry = entry(name);
        double[] values = new double[elements(name, entry, Double.BYTES)];
        switch (entry.dtype()) {
            case F64 -> raw(name).asDoubleBuffer().get(values);
            case F32, F16, BF16 -> {
                FloatBuffer floats = get(name).data();
                for (int i = 0; i < values.length; i++) {
                    values[i] = floats.get(i);
                }
            }
            case F8_E4M3, F8_E5M2, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ ->
                    throw noNumbers(name, entry, "numbers that are read here");
            default -> {
                long[] whole = longs(name);
                for (int i = 0; i < values.length; i++) {
                    values[i] = whole[i];
                }
            }
        }
        return values;
    }

    private long unsigned(String name, long value) {
        if (value < 0) {
            throw Refusal.bad(
                    source.name(), "tensor " + Quoted.name(name) + " holds a number past 2^63-1");
        }
        return value;
    }

    private MetaTransformerException noNumbers(String name, Entry entry, String wanted) {
        return Refusal.bad(
                source.name(),
                "tensor " + Quoted.name(name) + " holds " + entry.dtype() + ", no " + wanted);
    }

    /** Number of values, if an array of so many bytes each can exist. */
    private int elements(String name, Entry entry, int bytesEach) {
        if (entry.elements() > Integer.MAX_VALUE / bytesEach) {
            throw Refusal.limit(
                    source.name(),
                    "tensor " + Quoted.name(name) + " has more than 2^31-1 bytes in memory");
        }
        return (int) entry.elements();
    }

    private ByteBuffer allocate(String name, int bytes) {
        try {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (OutOfMemoryError e) {
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    source.name()
                            + ": no memory for the "
                            + bytes
                            + " bytes of "
                            + Quoted.name(name),
                    e);
        }
    }

    private Entry entry(String name) {
        Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw Refusal.bad(source.name(), "tensor " + Quoted.name(name) + " is missing");
        }
        return entry;
    }

    @Override
    public void close() {
        source.close();
    }

    @Override
    public String toString() {
        return source.name() + " with " + header.tensors().size() + " tensor(s)";
    }
}
