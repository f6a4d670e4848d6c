package io.metatransformer.modality.timeseries;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Quoted;
import io.metatransformer.series.Frequency;
import io.metatransformer.tables.JsonInput;
import io.metatransformer.tables.JsonTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Reads JSON: {@code {"values": [[…], …], "timestamps": […], "frequency": "15min", "channels": […]}} with all
 * but the values optional, the list of values alone, or a list of flat objects, one per step. A series of one
 * channel may be a plain list of numbers; {@code null} stands for no value.
 */
final class JsonSeries {
    private final String name;
    private final TableReader table;
    private final JsonInput json;
    private final SeriesBuilder series;
    private List<String> channels = List.of();
    private OptionalDouble declaredStep = OptionalDouble.empty();
    private int width;

    private JsonSeries(TableReader table, JsonInput json) {
        this.name = table.name();
        this.table = table;
        this.json = json;
        this.series = new SeriesBuilder(name, table.limits());
    }

    static RawSeries read(ByteBuffer bytes, TableReader table) {
        try (JsonInput json = JsonInput.open(table.name(), bytes)) {
            return new JsonSeries(table, json).read();
        }
    }

    private RawSeries read() {
        if (json.next() == JsonToken.START_OBJECT) {
            readObject();
        } else {
            json.expect(JsonToken.START_ARRAY, "a series");
            if (json.next() == JsonToken.START_OBJECT) {
                RawSeries series = table.read(new JsonTable(name, json, true));
                json.expectEnd();
                return series;
            }
            readValues();
        }
        json.expectEnd();
        List<String> names =
                channels.isEmpty()
                        ? IntStream.range(0, width).mapToObj(c -> "c" + c).toList()
                        : channels;
        if (width > 0 && names.size() != width) {
            throw json.refusal(
                    ErrorCode.SHAPE_MISMATCH,
                    "'channels' has " + names.size() + " names for " + width + " channels");
        }
        return series.build(names, declaredStep);
    }

    private void readObject() {
        boolean values = false;
        while (json.next() != JsonToken.END_OBJECT) {
            String field = json.text();
            json.next();
            switch (field) {
                case "values" -> {
                    json.expect(JsonToken.START_ARRAY, "'values'");
                    json.next();
                    readValues();
                    values = true;
                }
                case "timestamps" -> readTimes();
                case "frequency" -> readFrequency();
                case "channels" -> readChannels();
                default ->
                        throw json.refusal(
                                ErrorCode.SCHEMA_MISMATCH,
                                "no field "
                                        + Quoted.of(field)
                                        + " in a series; there are values, timestamps, frequency,"
                                        + " channels");
            }
        }
        if (!values) {
            throw json.refusal(ErrorCode.SCHEMA_MISMATCH, "a series needs 'values'");
        }
    }

    /** Entered after the opening bracket, left at the closing one. */
    private void readValues() {
        boolean flat = json.current() != JsonToken.START_ARRAY;
        while (json.current() != JsonToken.END_ARRAY) {
            series.step();
            int found = 1;
            if (flat) {
                series.value(json.number("a value"));
            } else {
                json.expect(JsonToken.START_ARRAY, "a step of 'values'");
                found = readRow();
            }
            checkWidth(found);
            json.next();
        }
    }

    private int readRow() {
        int found = 0;
        while (json.next() != JsonToken.END_ARRAY) {
            series.value(json.number("a value"));
            found++;
        }
        return found;
    }

    private void checkWidth(int found) {
        if (width == 0) {
            if (found != table.channels()) {
                throw TableReader.wrongChannels(name, found, table.channels());
            }
            width = found;
        } else if (found != width) {
            throw json.refusal(
                    ErrorCode.MALFORMED, "a step has " + found + " values, expected " + width);
        }
    }

    private void readTimes() {
        if (json.current() == JsonToken.VALUE_NULL) {
            return;
        }
        json.expect(JsonToken.START_ARRAY, "'timestamps'");
        while (json.next() != JsonToken.END_ARRAY) {
            if (json.current() != JsonToken.VALUE_STRING
                    && json.current() != JsonToken.VALUE_NUMBER_INT) {
                throw json.refusal(
                        ErrorCode.BAD_TIMESTAMP,
                        "a timestamp is a text or a whole number; accepted are "
                                + TimeFormat.ACCEPTED);
            }
            series.time(
                    table.format().parse(json.text(), () -> name + ": a timestamp "),
                    () -> name + ": 'timestamps' ");
        }
    }

    private void readFrequency() {
        if (json.current() != JsonToken.VALUE_NULL) {
            json.expect(JsonToken.VALUE_STRING, "'frequency'");
            declaredStep = OptionalDouble.of(Frequency.seconds(json.text()));
        }
    }

    private void readChannels() {
        List<String> names = new ArrayList<>();
        json.expect(JsonToken.START_ARRAY, "'channels'");
        while (json.next() != JsonToken.END_ARRAY) {
            json.expect(JsonToken.VALUE_STRING, "a name of a channel");
            if (names.size() == table.channels()) {
                throw TableReader.wrongChannels(name, names.size() + 1, table.channels());
            }
            names.add(json.text());
        }
        channels = List.copyOf(names);
    }
}
