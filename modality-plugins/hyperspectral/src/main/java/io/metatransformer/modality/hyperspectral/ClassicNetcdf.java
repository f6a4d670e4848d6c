package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.modality.hyperspectral.Axes.Axis;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A NetCDF file of a classic format: a header, then arrays as they are. Read piece by piece. */
final class ClassicNetcdf {
    private static final long MAX_HEADER = 64L << 20;

    private final String name;
    private final Samples.Bytes bytes;
    private final NetcdfHeader header;

    private ClassicNetcdf(String name, Samples.Bytes bytes) {
        this.name = name;
        this.bytes = bytes;
        long end = Math.min(bytes.length(), MAX_HEADER);
        this.header =
                NetcdfHeader.read(
                        name, new Cursor(name, Cursor.stream(bytes, 0, end), ByteOrder.BIG_ENDIAN));
    }

    static boolean recognises(ByteBuffer head) {
        int at = head.position();
        return head.remaining() >= 4
                && head.get(at) == 'C'
                && head.get(at + 1) == 'D'
                && head.get(at + 2) == 'F'
                && List.of(1, 2, 5).contains((int) head.get(at + 3));
    }

    /**
     * @param name of the input, for messages
     * @param bytes taken over: closed with the scene
     */
    static Cube open(String name, Samples.Bytes bytes, Options options) {
        try {
            ClassicNetcdf file = new ClassicNetcdf(name, bytes);
            List<Stored> variables = file.header.variables().stream().map(file::stored).toList();
            return file.cube(Variable.choose(name, options, variables), options);
        } catch (ArithmeticException e) { // sizes whose product no long holds
            throw new MetaTransformerException(
                    ErrorCode.CORRUPT, name + ": the NetCDF header claims impossible sizes", e);
        }
    }

    private record Stored(NetcdfHeader.Variable variable, long[] sizes) implements Variable {
        @Override
        public String name() {
            return variable.name();
        }

        @Override
        public boolean isNumeric() {
            return variable.type() != null;
        }

        List<String> axisNames() {
            return variable.dimensions().stream().map(NetcdfHeader.Dimension::name).toList();
        }
    }

    /** Numbers of one record, or of all of a variable. */
    private static long run(NetcdfHeader.Variable variable) {
        long run = 1;
        for (int axis = variable.isRecord() ? 1 : 0; axis < variable.dimensions().size(); axis++) {
            run = Math.multiplyExact(run, variable.dimensions().get(axis).size());
        }
        return run;
    }

    private Stored stored(NetcdfHeader.Variable variable) {
        long[] sizes =
                variable.dimensions().stream().mapToLong(NetcdfHeader.Dimension::size).toArray();
        if (variable.isRecord()) {
            sizes[0] = records();
        }
        return new Stored(variable, sizes);
    }

    /** What a file that was written as a stream leaves open follows from its length. */
    private long records() {
        if (header.records() >= 0) {
            return header.records();
        }
        long begin =
                header.variables().stream()
                        .filter(NetcdfHeader.Variable::isRecord)
                        .mapToLong(NetcdfHeader.Variable::begin)
                        .min()
                        .orElse(0);
        return Math.max(0, bytes.length() - begin) / Math.max(1, recordBytes());
    }

    private Cube cube(Stored scene, Options options) {
        List<Axis> order =
                AxisOrder.of(options)
                        .or(() -> AxisOrder.byName(scene.axisNames()))
                        .orElseThrow(() -> AxisOrder.unclear(name, scene.axisNames()));
        Axes axes = Axes.of(name, scene.sizes(), order);
        NetcdfHeader.Variable variable = scene.variable();
        long run = run(variable);
        long stride = variable.isRecord() ? recordBytes() : 0;
        long last =
                (axes.count() - 1) / run * stride
                        + ((axes.count() - 1) % run + 1) * variable.type().bytes();
        if (variable.begin() > bytes.length() - last) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED,
                    name
                            + ": the scene takes bytes "
                            + variable.begin()
                            + " to "
                            + (variable.begin() + last)
                            + " of "
                            + bytes.length());
        }
        Samples samples =
                new StoredSamples(
                        bytes,
                        variable.begin(),
                        variable.type(),
                        ByteOrder.BIG_ENDIAN,
                        run,
                        stride);
        return new Cube(axes, samples, meaning(scene, axes, order.indexOf(Axis.BAND)));
    }

    /** From one record of a variable to the next: all of them take turns, each padded unless alone. */
    private long recordBytes() {
        List<NetcdfHeader.Variable> records =
                header.variables().stream().filter(NetcdfHeader.Variable::isRecord).toList();
        long sum = 0;
        for (NetcdfHeader.Variable each : records) {
            int size = each.type() == null ? 1 : each.type().bytes();
            long data = Math.multiplyExact(run(each), (long) size);
            sum = Math.addExact(sum, records.size() == 1 ? data : Math.addExact(data, 3) / 4 * 4);
        }
        return sum;
    }

    private Cube.Meaning meaning(Stored scene, Axes axes, int bandAxis) {
        NetcdfHeader.Variable variable = scene.variable();
        return new Cube.Meaning(
                variable.number("_FillValue"),
                variable.number("scale_factor").orElse(1),
                variable.number("add_offset").orElse(0),
                wavelengths(scene.axisNames().get(bandAxis), axes.bands()),
                new boolean[0]);
    }

    /** Of the variable that has the name of the spectral axis, by the format's custom. */
    private double[] wavelengths(String axis, int bands) {
        for (NetcdfHeader.Variable variable : header.variables()) {
            boolean along =
                    variable.name().equals(axis)
                            && variable.type() != null
                            && variable.dimensions().size() == 1
                            && variable.dimensions().get(0).size() == bands;
            if (along
                    && variable.begin()
                            <= bytes.length() - (long) bands * variable.type().bytes()) {
                double[] wavelengths = new double[bands];
                Samples.stored(bytes, variable.begin(), variable.type(), ByteOrder.BIG_ENDIAN)
                        .read(0, wavelengths, bands);
                return wavelengths;
            }
        }
        return new double[0];
    }
}
