package io.metatransformer.modality.timeseries;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.CsvTable;
import io.metatransformer.tables.NpyFile;
import io.metatransformer.tables.NumberArray;
import io.metatransformer.tables.Utf8Reader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The first stage: any input of a series to values and times. Content alone decides how it is read. */
final class SeriesReader {
    static final int HEAD = 512;

    private final Options options;
    private final CsvDialect dialect;
    private final TimeFormat format;
    private final SeriesLimits limits;

    SeriesReader(Options options, SeriesLimits limits) {
        this.options = options;
        this.dialect = CsvDialect.from(options);
        this.format = TimeFormat.from(options);
        this.limits = limits;
    }

    RawSeries read(Input input) {
        RawSeries series =
                input.tensor().isPresent()
                        ? ofTensor(input.name(), input.tensor().get())
                        : ofBytes(input.name(), input.bytes(limits.bytes()));
        return TimeOrder.apply(input.name(), options.text("order"), targetLast(input, series));
    }

    private RawSeries ofBytes(String name, ByteBuffer bytes) {
        if (NpyFile.recognises(bytes)) {
            NumberArray array = NpyFile.read(name, bytes, limits.values());
            return ofArray(name, array.values(), array.shape());
        }
        TableReader table =
                new TableReader(
                        name,
                        options.isSet("timestamp_column")
                                ? Optional.of(options.text("timestamp_column"))
                                : Optional.empty(),
                        format,
                        options.integer("channels"),
                        limits);
        char first = firstCharacter(bytes);
        if (first == '{' || first == '[') {
            return JsonSeries.read(bytes, table);
        }
        if (Utf8Reader.looksBinary(bytes)) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    name
                            + ": a series is read from CSV, JSON or NPY; these bytes are none of them");
        }
        try (CsvTable rows = new CsvTable(name, bytes, dialect, options.flag("header"))) {
            return table.read(rows);
        }
    }

    /** The first character that is no space; 0 if there is none among the first bytes. */
    static char firstCharacter(ByteBuffer bytes) {
        int at = bytes.position();
        int end = Math.min(bytes.limit(), at + HEAD);
        if (end - at >= 3 && bytes.get(at) == (byte) 0xEF) {
            at += 3; // a byte order mark; anything else is caught when the text is read
        }
        while (at < end && " \t\r\n".indexOf(bytes.get(at)) >= 0) {
            at++;
        }
        return at < end ? (char) (bytes.get(at) & 0xFF) : 0;
    }

    private RawSeries ofTensor(String name, Tensor tensor) {
        if (tensor.elements() > limits.values()) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name + ": more than " + limits.values() + " values, got " + tensor);
        }
        float[] values = tensor.toArray();
        return ofArray(
                name,
                IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray(),
                tensor.shape());
    }

    private RawSeries ofArray(String name, double[] values, int[] shape) {
        if (shape.length != 1 && shape.length != 2) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + ": a series is [steps, channels], got " + Arrays.toString(shape));
        }
        int width = shape.length == 1 ? 1 : shape[1];
        if (width != options.integer("channels")) {
            throw TableReader.wrongChannels(name, width, options.integer("channels"));
        }
        if (shape[0] == 0) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": the series has no steps");
        }
        if (shape[0] > limits.steps()) {
            throw SeriesBuilder.tooLong(name, limits.steps());
        }
        for (int i = 0; i < values.length; i++) {
            if (Double.isInfinite(values[i])) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE,
                        name + ": infinity at step " + i / width + ", channel " + i % width);
            }
        }
        List<String> names = IntStream.range(0, width).mapToObj(c -> "c" + c).toList();
        return new RawSeries(names, values, Optional.empty(), OptionalDouble.empty());
    }

    private RawSeries targetLast(Input input, RawSeries series) {
        if (!options.isSet("target")) {
            return series;
        }
        int target = series.channels().indexOf(options.text("target"));
        if (target < 0) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    input.name()
                            + ": option 'target' names no channel; the first is "
                            + Quoted.of(series.channels().get(0)));
        }
        return series.withLast(target);
    }
}
