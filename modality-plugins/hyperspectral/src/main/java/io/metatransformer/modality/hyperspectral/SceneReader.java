package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.modality.hyperspectral.Axes.Axis;
import io.metatransformer.tables.NpyFile;
import io.metatransformer.tables.NumberArray;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The first stage: a file, bytes or numbers to a scene. Content decides how it is read. */
final class SceneReader {
    static final String FORMATS = "ENVI, MATLAB, NetCDF, HDF5, TIFF and NPY";

    private static final int HEAD = 512;

    private final Options options;

    SceneReader(Options options) {
        this.options = options;
    }

    /**
     * @return the scene, which the caller closes
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for bytes of no format read
     *     here, {@link ErrorCode#TRUNCATED}, {@link ErrorCode#CORRUPT}, {@link ErrorCode#SHAPE_MISMATCH} for
     *     an array of other than three axes, {@link ErrorCode#LIMIT_EXCEEDED}
     */
    Cube open(Input input) {
        Cube cube =
                input.tensor().isPresent()
                        ? ofTensor(input.name(), input.tensor().get())
                        : ofBytes(input);
        return options.isSet("ignore_value")
                ? new Cube(
                        cube.axes(),
                        cube.samples(),
                        cube.meaning().ignoring(options.number("ignore_value")))
                : cube;
    }

    private Cube ofBytes(Input input) {
        ByteBuffer head = input.head(HEAD);
        if (EnviHeader.recognises(head)) {
            return EnviFile.open(input);
        }
        if (NpyFile.recognises(head)) {
            NumberArray array =
                    NpyFile.read(input.name(), input.bytes(Room.bytes()), Room.values());
            return ofArray(input.name(), array.values(), array.shape());
        }
        if (TiffScene.recognises(head)) {
            return TiffScene.read(input.name(), input.bytes(Room.bytes()));
        }
        if (MatFile.recognises(head)) {
            return opened(input, bytes -> MatFile.open(input.name(), bytes, head, options));
        }
        if (EnviZip.isZip(head)) {
            return opened(input, bytes -> EnviZip.open(input.name(), bytes));
        }
        if (HdfScene.recognises(head)) {
            return HdfScene.read(input.name(), input.bytes(Room.bytes()), options);
        }
        if (ClassicNetcdf.recognises(head)) {
            return opened(input, bytes -> ClassicNetcdf.open(input.name(), bytes, options));
        }
        Optional<Path> header = input.path().flatMap(EnviFile::headerBeside);
        if (header.isPresent()) {
            return EnviFile.open(Input.of(input.modality(), header.get()));
        }
        input.bytes(Room.bytes()); // refuses what is empty
        throw new MetaTransformerException(
                ErrorCode.UNSUPPORTED_FORMAT,
                input.name() + ": a scene of no format that is read; " + FORMATS + " are");
    }

    /**
     * What option {@code labels} says of a pixel.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a file of another format than
     *     MATLAB's
     */
    long label(Input input, Axes scene, Pixel pixel) {
        String variable = options.text("labels");
        boolean file = input.tensor().isEmpty();
        ByteBuffer head = file ? input.head(HEAD) : ByteBuffer.allocate(0);
        if (!MatFile.recognises(head)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    input.name() + ": option 'labels' names a variable of a MATLAB 5 or 7 file");
        }
        return opened(
                input, bytes -> MatFile.label(input.name(), bytes, head, variable, scene, pixel));
    }

    /** A file is read where it lies; bytes are in memory already. */
    private static <T> T opened(Input input, Function<Samples.Bytes, T> format) {
        Samples.Bytes bytes =
                input.path().isPresent()
                        ? FileRegion.open(input.name(), input.path().get())
                        : Samples.Bytes.of(input.bytes(Integer.MAX_VALUE));
        try {
            return format.apply(bytes);
        } catch (RuntimeException | Error e) {
            bytes.close();
            throw e;
        }
    }

    private Cube ofTensor(String name, Tensor tensor) {
        float[] values = tensor.toArray();
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return ofArray(name, wide, tensor.shape());
    }

    private Cube ofArray(String name, double[] values, int[] shape) {
        List<Axis> order = AxisOrder.of(options).orElse(Axes.BIP);
        long[] sizes = Arrays.stream(shape).asLongStream().toArray();
        requireThreeAxes(name, sizes);
        return new Cube(Axes.of(name, sizes, order), Samples.of(values), Cube.Meaning.PLAIN);
    }

    static void requireThreeAxes(String name, long[] sizes) {
        if (sizes.length != 3) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": a scene has three axes, lines, samples and bands; got "
                            + Arrays.toString(sizes));
        }
    }
}
