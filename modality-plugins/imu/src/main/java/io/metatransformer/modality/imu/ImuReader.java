package io.metatransformer.modality.imu;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.CsvTable;
import io.metatransformer.tables.DoubleList;
import io.metatransformer.tables.NpyFile;
import io.metatransformer.tables.NumberArray;
import io.metatransformer.tables.NumberField;
import io.metatransformer.tables.TableRows;
import io.metatransformer.tables.Utf8Reader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The first stage: a file or array to a signal with times. Content alone decides how it is read. */
final class ImuReader {
    private static final int MAX_BYTES = 256 << 20;
    private static final int MAX_VALUES = 50_000_000;
    private static final double GRAVITY = 9.80665;

    private final Options options;

    ImuReader(Options options) {
        this.options = options;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for a channel that a table lacks,
     *     {@link ErrorCode#SHAPE_MISMATCH} for an array of other channels, {@link ErrorCode#BAD_TIMESTAMP} for
     *     times that do not increase or leave a hole, {@link ErrorCode#NON_FINITE} for infinity, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for too many samples, in all or per second
     */
    ImuSignal read(Input input) {
        ImuSignal signal =
                input.tensor().isPresent()
                        ? ofTensor(input.name(), input.tensor().get())
                        : ofBytes(input.name(), input.bytes(MAX_BYTES));
        checkTimes(input.name(), signal);
        return inUnits(signal);
    }

    private ImuSignal ofBytes(String name, ByteBuffer bytes) {
        if (NpyFile.recognises(bytes)) {
            NumberArray array = NpyFile.read(name, bytes, MAX_VALUES);
            return ofArray(name, array.values(), array.shape());
        }
        if (Utf8Reader.looksBinary(bytes)) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    name + ": a signal is read from CSV or NPY; these bytes are neither");
        }
        try (CsvTable table = new CsvTable(name, bytes, CsvDialect.from(options), true)) {
            return ofTable(name, table);
        }
    }

    private ImuSignal ofTable(String name, TableRows table) {
        if (!table.next()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": the table has no rows");
        }
        List<String> names = table.names();
        int[] columns = Arrays.stream(Column.values()).mapToInt(c -> c.find(name, names)).toArray();
        OptionalInt time = Column.time(names);
        if (time.isEmpty() && !options.isSet("source_rate_hz")) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    name
                            + ": no column of times such as timestamp_ms or t; or set option"
                            + " 'source_rate_hz'");
        }
        DoubleList times = new DoubleList(name, MAX_VALUES / Column.COUNT);
        DoubleList values = new DoubleList(name, MAX_VALUES);
        NumberField numbers = table.numbers();
        do {
            if (time.isPresent()) {
                times.add(time(table, numbers, time.getAsInt()));
            }
            for (int column : columns) {
                values.add(
                        numbers.parse(
                                table.field(column),
                                () -> table.at() + "column '" + names.get(column) + "' "));
            }
        } while (table.next());
        return new ImuSignal(
                time.isPresent() ? times.toArray() : evenTimes(values.size() / Column.COUNT),
                values.toArray());
    }

    private static double time(TableRows table, NumberField numbers, int column) {
        String name = table.names().get(column);
        double time =
                numbers.parse(table.field(column), () -> table.at() + "column '" + name + "' ");
        if (Double.isNaN(time)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_TIMESTAMP, table.at() + "has no time in column '" + name + "'");
        }
        return time * Column.milliseconds(name);
    }

    private ImuSignal ofTensor(String name, Tensor tensor) {
        if (tensor.elements() > MAX_VALUES) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED, name + ": more than " + MAX_VALUES + " values");
        }
        float[] values = tensor.toArray();
        return ofArray(
                name,
                IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray(),
                tensor.shape());
    }

    /** {@code [6, L]}, or {@code [L, 6]} unless L is 6 too. */
    private ImuSignal ofArray(String name, double[] values, int[] shape) {
        boolean channelsFirst = shape.length == 2 && shape[0] == Column.COUNT;
        if (!channelsFirst && (shape.length != 2 || shape[1] != Column.COUNT)) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": a signal is [6, samples] or [samples, 6], got "
                            + Arrays.toString(shape));
        }
        int samples = values.length / Column.COUNT;
        if (samples == 0) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": the signal has no samples");
        }
        for (double value : values) {
            if (Double.isInfinite(value)) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE, name + ": a sample is infinite");
            }
        }
        return new ImuSignal(
                evenTimes(samples), channelsFirst ? transposed(values, samples) : values);
    }

    private static double[] transposed(double[] values, int samples) {
        double[] rows = new double[values.length];
        for (int sample = 0, at = 0; sample < samples; sample++) {
            for (int channel = 0; channel < Column.COUNT; channel++) {
                rows[at++] = values[channel * samples + sample];
            }
        }
        return rows;
    }

    private double[] evenTimes(int samples) {
        double rate =
                options.number(options.isSet("source_rate_hz") ? "source_rate_hz" : "rate_hz");
        return IntStream.range(0, samples).mapToDouble(i -> i * 1000.0 / rate).toArray();
    }

    private void checkTimes(String name, ImuSignal signal) {
        double maxGap = 1000 * options.number("max_gap_sec");
        double[] times = signal.times();
        for (int sample = 1; sample < times.length; sample++) {
            double step = times[sample] - times[sample - 1];
            if (!(step > 0)) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_TIMESTAMP,
                        name
                                + ": sample "
                                + sample
                                + " (counted from 0) is not after the one before it");
            }
            if (step > maxGap) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_TIMESTAMP,
                        name
                                + ": a hole of "
                                + step / 1000
                                + " s before sample "
                                + sample
                                + "; option 'max_gap_sec' is "
                                + maxGap / 1000);
            }
        }
        if (signal.rate() > options.number("max_rate_hz")) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": about "
                            + Math.round(signal.rate())
                            + " samples per second; option 'max_rate_hz' is "
                            + options.number("max_rate_hz"));
        }
    }

    private ImuSignal inUnits(ImuSignal signal) {
        double accel = options.text("accel_unit").equals("g") ? GRAVITY : 1;
        double gyro = options.text("gyro_unit").equals("deg/s") ? Math.PI / 180 : 1;
        double[] values = signal.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= i % Column.COUNT < Column.GYRO_X.ordinal() ? accel : gyro;
        }
        return new ImuSignal(signal.times(), values);
    }
}
