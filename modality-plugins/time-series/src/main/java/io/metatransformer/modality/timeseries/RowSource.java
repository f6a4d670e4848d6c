package io.metatransformer.modality.timeseries;

import io.metatransformer.tables.NumberField;
import java.util.List;

/** Rows of named fields, whatever file they stand in. */
interface RowSource extends AutoCloseable {

    /** Goes to the next row, if there is one. */
    boolean next();

    /** The same for every row; known from the first row on. */
    List<String> names();

    /** A field of the current row, as written. */
    String field(int column);

    /** Starts a message about the current row. */
    String at();

    /** Reads fields that are numbers. */
    NumberField numbers();

    @Override
    void close();
}
