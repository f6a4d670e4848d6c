package io.metatransformer.modality.timeseries;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Quoted;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.JsonInput;
import io.metatransformer.tables.NumberField;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON list of flat objects, one per step; the fields of the first are the columns. Entered at the start of
 * the first object.
 */
final class JsonObjects implements RowSource {
    private static final int MAX_COLUMNS = 4096;

    private final JsonInput json;
    private final String name;
    private final NumberField numbers = new NumberField(CsvDialect.standard());
    private List<String> names = List.of();
    private String[] fields = {};
    private long row;

    JsonObjects(String name, JsonInput json) {
        this.name = name;
        this.json = json;
    }

    @Override
    public boolean next() {
        if (row > 0) {
            json.next();
        }
        if (json.current() == JsonToken.END_ARRAY) {
            json.expectEnd();
            return false;
        }
        row++;
        json.expect(JsonToken.START_OBJECT, "every row");
        if (row == 1) {
            readFirst();
        } else {
            readLater();
        }
        return true;
    }

    private void readFirst() {
        List<String> seen = new ArrayList<>();
        List<String> values = new ArrayList<>();
        while (json.next() != JsonToken.END_OBJECT) {
            if (seen.size() == MAX_COLUMNS) {
                throw json.refusal(
                        ErrorCode.LIMIT_EXCEEDED, "a row has more than " + MAX_COLUMNS + " fields");
            }
            seen.add(json.text());
            json.next();
            values.add(scalar(json.current()));
        }
        if (seen.isEmpty()) {
            throw json.refusal(ErrorCode.SCHEMA_MISMATCH, "the first row has no fields");
        }
        names = List.copyOf(seen);
        fields = values.toArray(String[]::new);
    }

    private void readLater() {
        String[] read = new String[names.size()];
        int count = 0;
        while (json.next() != JsonToken.END_OBJECT) {
            // Rows mostly keep the order of the first, so the next column is tried before a search.
            String field = json.text();
            int column =
                    count < names.size() && names.get(count).equals(field)
                            ? count
                            : names.indexOf(field);
            if (column < 0) {
                throw json.refusal(
                        ErrorCode.SCHEMA_MISMATCH,
                        "field " + Quoted.of(field) + " is not in the first row");
            }
            json.next();
            read[column] = scalar(json.current());
            count++;
        }
        if (count != names.size()) {
            throw json.refusal(
                    ErrorCode.SCHEMA_MISMATCH,
                    "row " + row + " has " + count + " fields, expected " + names.size());
        }
        fields = read;
    }

    private String scalar(JsonToken token) {
        return switch (token) {
            case VALUE_NULL -> "";
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.text();
            default ->
                    throw json.refusal(
                            ErrorCode.SCHEMA_MISMATCH, "a field takes a number, a text or null");
        };
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public String field(int column) {
        return fields[column];
    }

    @Override
    public String at() {
        return name + ": row " + row + " ";
    }

    @Override
    public NumberField numbers() {
        return numbers;
    }

    @Override
    public void close() {
        json.close();
    }
}
