package io.metatransformer.modality.tabular;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Preview;
import io.metatransformer.sketch.Excerpt;
import io.metatransformer.tables.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table for a person: its columns and a few rows, from the one that is read on. */
final class TableDrawing {
    private static final int ROWS = 10;

    private TableDrawing() {}

    /**
     * @param name of the input, for messages
     * @param first row that is drawn, from 0
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for a table without rows, {@link
     *     ErrorCode#INDEX_OUT_OF_RANGE} for a row that it has not
     */
    static Preview of(String name, TableRows table, int first) {
        List<List<String>> rows = new ArrayList<>();
        int count = 0;
        while (table.next()) {
            if (count >= first && rows.size() < ROWS) {
                int width = table.names().size();
                rows.add(IntStream.range(0, width).mapToObj(c -> cell(table, c)).toList());
            }
            count++;
        }
        if (count == 0) {
            throw noRows(name);
        }
        if (rows.isEmpty()) {
            throw noSuchRow(name, first, count);
        }
        List<String> columns = table.names();
        String shown =
                rows.size() == count
                        ? ""
                        : ", of which rows " + first + " to " + (first + rows.size() - 1);
        return Excerpt.table(
                columns,
                rows,
                count
                        + (count == 1 ? " row of " : " rows of ")
                        + columns.size()
                        + (columns.size() == 1 ? " column" : " columns")
                        + shown);
    }

    private static String cell(TableRows table, int column) {
        return table.isNull(column) ? "–" : table.field(column);
    }

    static MetaTransformerException noRows(String name) {
        return new MetaTransformerException(
                ErrorCode.EMPTY_INPUT, name + ": the table has no rows");
    }

    static MetaTransformerException noSuchRow(String name, int row, int count) {
        return new MetaTransformerException(
                ErrorCode.INDEX_OUT_OF_RANGE,
                name + ": no row " + row + "; the table has " + count);
    }
}
