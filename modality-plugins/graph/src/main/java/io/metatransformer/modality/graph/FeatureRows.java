package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;

/** Rows of categories, all of the first one's length. */
final class FeatureRows {
    /** Most categories of all rows together. */
    private static final int MAX_VALUES = 1 << 24;

    private final String owner;
    private final IntList values = new IntList();
    private int columns;
    private int count;

    /**
     * @param owner of a row, {@code node} or {@code edge}
     */
    FeatureRows(String owner) {
        this.owner = owner;
    }

    /** Takes {@code length} categories from the start of {@code row}. */
    void add(Place place, int[] row, int length) {
        if (count > 0 && length != columns) {
            throw place.refusal(
                    ErrorCode.SHAPE_MISMATCH,
                    owner
                            + " "
                            + (count + 1)
                            + " has "
                            + length
                            + " features, expected "
                            + columns
                            + " as the first");
        }
        if (values.size() > MAX_VALUES - length) {
            throw place.refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    "more than " + MAX_VALUES + " features of all " + owner + "s together");
        }
        columns = length;
        count++;
        for (int column = 0; column < length; column++) {
            values.add(row[column]);
        }
    }

    int count() {
        return count;
    }

    int[] toArray() {
        return values.toArray();
    }
}
