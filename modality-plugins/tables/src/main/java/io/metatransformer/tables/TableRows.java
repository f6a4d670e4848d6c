package io.metatransformer.tables;

import java.util.List;

/** Rows of named fields, whatever file they stand in. Serves one thread. */
public interface TableRows extends AutoCloseable {

    /**
     * Goes to the next row.
     *
     * @return whether there is one
     */
    boolean next();

    /** The same for every row; known from the first row on. */
    List<String> names();

    /** A field of the current row, as written; empty for one that {@link #isNull}. */
    String field(int column);

    /** Whether the file itself says that the field has no value, as JSON can and CSV cannot. */
    boolean isNull(int column);

    /** Starts a message about the current row. */
    String at();

    /** Reads fields that are numbers. */
    NumberField numbers();

    @Override
    void close();
}
