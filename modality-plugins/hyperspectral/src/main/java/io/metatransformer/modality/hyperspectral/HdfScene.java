package io.metatransformer.modality.hyperspectral;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.modality.hyperspectral.Axes.Axis;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A scene in an HDF5 file: NetCDF 4 and MATLAB 7.3 are such files, with customs of their own. Links to other files
 * are not followed.
 */
final class HdfScene {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    private static final byte[] MATLAB = "MATLAB 7.3".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DEPTH = 16;

    private final String name;
    private final ByteBuffer bytes;
    private final Options options;

    private HdfScene(String name, ByteBuffer bytes, Options options) {
        this.name = name;
        this.bytes = bytes;
        this.options = options;
    }

    /** HDF5 itself, or a MATLAB file of version 7.3, whose own 512 bytes come before it. */
    static boolean recognises(ByteBuffer head) {
        return startsWith(head, SIGNATURE) || startsWith(head, MATLAB);
    }

    private static boolean startsWith(ByteBuffer head, byte[] start) {
        return head.remaining() >= start.length
                && head.slice(head.position(), start.length).equals(ByteBuffer.wrap(start));
    }

    /**
     * @param bytes the whole file
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for compression and number
     *     types that are not read, {@link ErrorCode#CORRUPT} for whatever contradicts itself
     */
    static Cube read(String name, ByteBuffer bytes, Options options) {
        HdfScene scene = new HdfScene(name, bytes, options);
        scene.checkEnd();
        return scene.guarded(
                () -> {
                    // No path, so no link leads out of these bytes.
                    try (HdfFile file = HdfFile.fromByteBuffer(bytes.slice())) {
                        return scene.cube(file);
                    }
                });
    }

    /** What a library may do with a damaged file, as refusals of that file. */
    private Cube guarded(Supplier<Cube> reading) {
        try {
            return reading.get();
        } catch (MetaTransformerException e) {
            throw e;
        } catch (
                OutOfMemoryError
                        e) { // what a file may claim was checked: the process is short of it
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    name + ": not enough memory for this HDF5 file",
                    e);
        } catch (RuntimeException | StackOverflowError e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof UnsupportedHdfException) {
                    throw new MetaTransformerException(
                            ErrorCode.UNSUPPORTED_FORMAT,
                            name + ": the HDF5 file uses something that is not read here",
                            e);
                }
            }
            throw new MetaTransformerException(
                    ErrorCode.CORRUPT, name + ": the HDF5 file contradicts itself", e);
        }
    }

    /** Where the superblock says that the file ends. */
    private void checkEnd() {
        ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < file.limit() - 48; at = Math.max(512, 2 * at)) {
            if (startsWith(file.slice((int) at, 8), SIGNATURE)) {
                int version = file.get((int) at + 8);
                int sizeOfOffsets = file.get((int) at + (version < 2 ? 13 : 9));
                // After base address and another one: free space, or the superblock's extension.
                long end = file.getLong((int) at + (version < 2 ? 24 : 12) + 16);
                if (sizeOfOffsets == 8 && end > file.limit()) {
                    throw new MetaTransformerException(
                            ErrorCode.TRUNCATED,
                            name + ": the HDF5 file has " + file.limit() + " of " + end + " bytes");
                }
                return;
            }
        }
    }

    private Cube cube(HdfFile file) {
        List<Stored> datasets = new ArrayList<>();
        collect(file, "", 0, new HashSet<>(), datasets);
        Stored scene = Variable.choose(name, options, datasets);
        List<Axis> order =
                AxisOrder.of(options)
                        .map(o -> isMatlab() ? AxisOrder.reversed(o) : o)
                        .orElseGet(() -> order(scene, datasets));
        Axes axes = Axes.of(name, scene.sizes(), order);
        Samples samples = new HdfSamples(name, bytes.remaining(), scene.dataset()).read(axes);
        String bandAxis = axisNames(scene, datasets).get(order.indexOf(Axis.BAND));
        return new Cube(
                axes,
                samples,
                meaning(scene.dataset(), wavelengths(bandAxis, axes.bands(), datasets)));
    }

    private boolean isMatlab() {
        return startsWith(bytes, MATLAB);
    }

    private List<Axis> order(Stored scene, List<Stored> datasets) {
        if (isMatlab()) {
            return Axes.COLUMN_MAJOR;
        }
        List<String> names = axisNames(scene, datasets);
        return AxisOrder.byName(names).orElseThrow(() -> AxisOrder.unclear(name, names));
    }

    private record Stored(String name, Dataset dataset) implements Variable {
        @Override
        public long[] sizes() {
            return Arrays.stream(dataset.getDimensions()).asLongStream().toArray();
        }

        @Override
        public boolean isNumeric() {
            return HdfSamples.type(dataset.getDataType()).isPresent();
        }
    }

    private void collect(Group group, String path, int depth, Set<Long> seen, List<Stored> into) {
        if (depth > MAX_DEPTH || !seen.add(group.getAddress())) {
            return; // a group may be linked into itself
        }
        for (Node node : group.getChildren().values()) {
            if (into.size() > Variable.MAX_COUNT) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name + ": more than " + Variable.MAX_COUNT + " variables");
            }
            if (node.isLink()) {
                continue;
            }
            if (node instanceof Dataset dataset) {
                into.add(new Stored(path + node.getName(), dataset));
            } else if (node instanceof Group inner) {
                collect(inner, path + node.getName() + "/", depth + 1, seen, into);
            }
        }
    }

    /** NetCDF 4 and others name an axis by a reference to the dataset that is its scale. */
    private static List<String> axisNames(Stored scene, List<Stored> datasets) {
        Attribute list = scene.dataset().getAttribute("DIMENSION_LIST");
        Object[] references =
                list != null && list.getData() instanceof Object[] r ? r : new Object[0];
        List<String> names = new ArrayList<>();
        for (int axis = 0; axis < scene.sizes().length; axis++) {
            long address =
                    axis < references.length
                                    && references[axis] instanceof long[] scales
                                    && scales.length > 0
                            ? scales[0]
                            : -1;
            names.add(
                    datasets.stream()
                            .filter(d -> d.dataset().getAddress() == address)
                            .map(d -> d.name().substring(d.name().lastIndexOf('/') + 1))
                            .findFirst()
                            .orElse("axis " + axis));
        }
        return names;
    }

    /** Of the dataset that has the name of the spectral axis, by NetCDF's custom. */
    private static double[] wavelengths(String axis, int bands, List<Stored> datasets) {
        return datasets.stream()
                .filter(d -> d.name().equals(axis) && d.isNumeric())
                .filter(d -> d.sizes().length == 1 && d.sizes()[0] == bands)
                .findFirst()
                .map(d -> HdfSamples.list(d.dataset()))
                .orElse(new double[0]);
    }

    private static Cube.Meaning meaning(Dataset dataset, double[] wavelengths) {
        return new Cube.Meaning(
                number(dataset, "_FillValue"),
                number(dataset, "scale_factor").orElse(1),
                number(dataset, "add_offset").orElse(0),
                wavelengths,
                new boolean[0]);
    }

    private static OptionalDouble number(Dataset dataset, String attribute) {
        Attribute found = dataset.getAttribute(attribute);
        if (found == null || found.getSize() != 1) {
            return OptionalDouble.empty();
        }
        return HdfSamples.type(found.getDataType())
                .map(
                        type ->
                                OptionalDouble.of(
                                        HdfSamples.first(
                                                found.getBuffer(), found.getDataType(), type)))
                .orElse(OptionalDouble.empty());
    }
}
