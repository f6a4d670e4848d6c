package io.metatransformer.modality.tabular;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Quoted;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.CsvRows;
import io.metatransformer.tables.JsonInput;
import io.metatransformer.tables.NumberField;
import io.metatransformer.tables.TableRows;
import java.util.ArrayList;
import java.util.List;

/** A table given column by column, {@code {"columns": {"age": [39, 41], "job": ["clerk", null]}}}. */
final class ColumnTable implements TableRows {
    private final String name;
    private final JsonInput json;
    private final List<String> names = new ArrayList<>();

    /** Null where the file says null. */
    private final List<List<String>> columns = new ArrayList<>();

    private final NumberField numbers = new NumberField(CsvDialect.standard());
    private int row = -1;

    private ColumnTable(String name, JsonInput json) {
        this.name = name;
        this.json = json;
    }

    /**
     * @param json standing at the start of the outer object
     */
    static ColumnTable read(String name, JsonInput json) {
        ColumnTable table = new ColumnTable(name, json);
        json.next(); // the name of the field
        json.next();
        while (json.next() != JsonToken.END_OBJECT) {
            table.readColumn();
        }
        json.next();
        json.expect(JsonToken.END_OBJECT, "the end of a table");
        json.expectEnd();
        return table;
    }

    private void readColumn() {
        if (names.size() == CsvRows.MAX_COLUMNS) {
            throw json.refusal(
                    ErrorCode.LIMIT_EXCEEDED, "more than " + CsvRows.MAX_COLUMNS + " columns");
        }
        String column = json.text();
        json.next();
        json.expect(JsonToken.START_ARRAY, "column " + Quoted.of(column));
        List<String> values = new ArrayList<>();
        while (json.next() != JsonToken.END_ARRAY) {
            if (json.current().isStructStart()) {
                throw json.refusal(
                        ErrorCode.SCHEMA_MISMATCH,
                        "a field takes a number, a text, true, false or null");
            }
            values.add(json.current() == JsonToken.VALUE_NULL ? null : json.text());
        }
        if (!columns.isEmpty() && values.size() != columns.get(0).size()) {
            throw json.refusal(
                    ErrorCode.MALFORMED,
                    "column "
                            + Quoted.of(column)
                            + " has "
                            + values.size()
                            + " rows, expected "
                            + columns.get(0).size());
        }
        names.add(column);
        columns.add(values);
    }

    @Override
    public boolean next() {
        row++;
        return !columns.isEmpty() && row < columns.get(0).size();
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public String field(int column) {
        return isNull(column) ? "" : columns.get(column).get(row);
    }

    @Override
    public boolean isNull(int column) {
        return columns.get(column).get(row) == null;
    }

    @Override
    public String at() {
        return name + ": row " + (row + 1) + " ";
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
