package io.metatransformer.tables;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Quoted;
import java.util.ArrayList;
import java.util.List;

/**
 * Flat JSON objects, one per row: a list of them, or one after the other (JSON lines). The fields of the first
 * are the columns, and every other has the same ones in any order.
 */
public final class JsonTable implements TableRows {
    private static final int MAX_COLUMNS = CsvRows.MAX_COLUMNS;

    private final JsonInput json;
    private final boolean inList;
    private final String name;
    private final NumberField numbers = new NumberField(CsvDialect.standard());
    private List<String> names = List.of();

    /** Null where the file says null. */
    private String[] fields = {};

    private long row;

    /**
     * @param json standing at the first object, or at the end of an empty list
     * @param inList whether the objects stand in a list, at whose end the input is left; else they fill it
     */
    public JsonTable(String name, JsonInput json, boolean inList) {
        this.name = name;
        this.json = json;
        this.inList = inList;
    }

    @Override
    public boolean next() {
        if (row > 0 && !json.advance()) {
            if (inList) {
                throw json.endsTooEarly();
            }
            return false;
        }
        if (inList && json.current() == JsonToken.END_ARRAY) {
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
            case VALUE_NULL -> null;
            case START_OBJECT, START_ARRAY ->
                    throw json.refusal(
                            ErrorCode.SCHEMA_MISMATCH,
                            "a field takes a number, a text, true, false or null");
            default -> json.text();
        };
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public String field(int column) {
        return isNull(column) ? "" : fields[column];
    }

    @Override
    public boolean isNull(int column) {
        return fields[column] == null;
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
