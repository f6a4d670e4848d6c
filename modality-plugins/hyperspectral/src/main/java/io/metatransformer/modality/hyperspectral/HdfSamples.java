package io.metatransformer.modality.hyperspectral;

import io.jhdf.AbstractNode;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.FilterPipelineMessage;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** The numbers of an HDF5 dataset: one after the other, or in chunks, which are put together in memory. */
final class HdfSamples {
    private final String name;
    private final long fileBytes;
    private final Dataset dataset;

    /**
     * @param name of the input, for messages
     */
    HdfSamples(String name, long fileBytes, Dataset dataset) {
        this.name = name;
        this.fileBytes = fileBytes;
        this.dataset = dataset;
    }

    /** How a number is stored, if it is one of whole bytes that is read here. */
    static Optional<SampleType> type(DataType type) {
        SampleType found = null;
        if (type instanceof FloatingPoint real && real.getBitPrecision() == 8 * type.getSize()) {
            found =
                    switch (type.getSize()) {
                        case 4 -> SampleType.F32;
                        case 8 -> SampleType.F64;
                        default -> null;
                    };
        } else if (type instanceof FixedPoint whole
                && whole.getBitOffset() == 0
                && whole.getBitPrecision() == 8 * type.getSize()) {
            found =
                    switch (type.getSize()) {
                        case 1 -> whole.isSigned() ? SampleType.I8 : SampleType.U8;
                        case 2 -> whole.isSigned() ? SampleType.I16 : SampleType.U16;
                        case 4 -> whole.isSigned() ? SampleType.I32 : SampleType.U32;
                        case 8 -> whole.isSigned() ? SampleType.I64 : SampleType.U64;
                        default -> null;
                    };
        }
        return Optional.ofNullable(found);
    }

    static ByteOrder order(DataType type) {
        return type instanceof FloatingPoint real
                ? real.getByteOrder()
                : ((FixedPoint) type).getByteOrder();
    }

    /** All of them, row-major. */
    Samples read(Axes axes) {
        SampleType type = type(dataset.getDataType()).orElseThrow();
        ByteBuffer data =
                dataset instanceof ChunkedDataset chunked
                        ? chunks(chunked, axes, type.bytes())
                        : ((DatasetBase) dataset).getDataBuffer();
        Samples.Bytes bytes = Samples.Bytes.of(data);
        Samples.check(name, bytes, 0, axes.count(), type);
        return Samples.stored(bytes, 0, type, order(dataset.getDataType()));
    }

    /** As the header has them: the library's own list would load decoders that are not shipped. */
    private static List<Integer> filters(Dataset dataset) {
        return ((AbstractNode) dataset)
                .getHeader().getMessagesOfType(FilterPipelineMessage.class).stream()
                        .flatMap(message -> message.getFilters().stream())
                        .map(FilterPipelineMessage.FilterInfo::getId)
                        .toList();
    }

    /** All numbers of a short list; none if it is compressed. */
    static double[] list(Dataset dataset) {
        SampleType type = type(dataset.getDataType()).orElseThrow();
        int count = Math.toIntExact(dataset.getSize());
        if (!filters(dataset).isEmpty() || dataset.isEmpty()) {
            return new double[0];
        }
        double[] values = new double[count];
        ByteBuffer data = ((DatasetBase) dataset).getDataBuffer();
        Samples.stored(Samples.Bytes.of(data), 0, type, order(dataset.getDataType()))
                .read(0, values, count);
        return values;
    }

    private ByteBuffer chunks(ChunkedDataset chunked, Axes axes, int elementBytes) {
        long size = axes.count() * elementBytes;
        if (size > fileBytes * Room.MAX_RATIO) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED,
                    name
                            + ": a scene of "
                            + size
                            + " bytes cannot come from a file of "
                            + fileBytes);
        }
        if (size > Room.bytes()) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": a scene of "
                            + size
                            + " bytes in chunks; at most "
                            + Room.bytes()
                            + " are put together in memory here");
        }
        int[] sizes = chunked.getDimensions();
        int[] chunk = chunked.getChunkDimensions();
        long chunkBytes = elementBytes;
        for (int axis = 0; axis < 3; axis++) {
            chunkBytes = Math.multiplyExact(chunkBytes, (long) chunk[axis]);
        }
        if (chunk.length != 3 || chunkBytes < 1 || chunkBytes > Room.bytes()) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": chunks of "
                            + chunkBytes
                            + " bytes; 1 to "
                            + Room.bytes()
                            + " are unpacked in memory here");
        }
        HdfFilters filters = HdfFilters.of(name, filters(dataset), elementBytes);
        byte[] whole = new byte[(int) size];
        for (int a = 0; a < sizes[0]; a += chunk[0]) {
            for (int b = 0; b < sizes[1]; b += chunk[1]) {
                for (int c = 0; c < sizes[2]; c += chunk[2]) {
                    int[] from = {a, b, c};
                    ByteBuffer packed = chunked.getRawChunkBuffer(from);
                    byte[] piece = filters.decode(packed, (int) chunkBytes);
                    put(piece, from, chunk, whole, sizes, elementBytes);
                }
            }
        }
        return ByteBuffer.wrap(whole);
    }

    /** A chunk at the edge reaches past the array. */
    private static void put(
            byte[] piece, int[] from, int[] chunk, byte[] whole, int[] sizes, int elementBytes) {
        int[] most = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            most[axis] = Math.min(chunk[axis], sizes[axis] - from[axis]);
        }
        for (int a = 0; a < most[0]; a++) {
            for (int b = 0; b < most[1]; b++) {
                int at = (a * chunk[1] + b) * chunk[2];
                int to = ((from[0] + a) * sizes[1] + from[1] + b) * sizes[2] + from[2];
                System.arraycopy(
                        piece, at * elementBytes, whole, to * elementBytes, most[2] * elementBytes);
            }
        }
    }

    /** One number of an attribute. */
    static double first(ByteBuffer buffer, DataType stored, SampleType type) {
        ByteBuffer own = buffer.slice().order(order(stored));
        return type.read(own, 0);
    }
}
