package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.tables.DoubleList;
import java.nio.ByteBuffer;

/**
 * Reads rows of numbers without a header, XYZ and TXT files: blanks or commas between them, {@code #} before a
 * comment, as many in each row.
 */
final class PlainRows {
    static final String FORMAT = "XYZ";

    private PlainRows() {}

    /**
     * @param name of the input, for messages
     * @param maxPoints most points that are read
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED} for ragged rows and what is no number, {@link
     *     ErrorCode#SHAPE_MISMATCH} for fewer than 3 columns, {@link ErrorCode#EMPTY_INPUT}, {@link
     *     ErrorCode#LIMIT_EXCEEDED}
     */
    static Cloud read(String name, ByteBuffer bytes, int maxPoints, ExtraColumns extra) {
        Broken broken = new Broken(name, FORMAT);
        NumberWords words = NumberWords.separated(broken, bytes);
        DoubleList values = new DoubleList(name, ArrayRows.MAX_VALUES);
        int width = 0;
        int points = 0;
        do {
            int columns = 0;
            while (words.nextInLine()) {
                values.add(words.number());
                columns++;
            }
            if (columns == 0) {
                continue;
            }
            width = width == 0 ? columns : width;
            if (columns != width) {
                throw broken.malformed(
                        "has "
                                + columns
                                + " numbers in line "
                                + words.line()
                                + ", expected "
                                + width);
            }
            if (++points > maxPoints) {
                throw broken.as(ErrorCode.LIMIT_EXCEEDED, "has more than " + maxPoints + " points");
            }
        } while (words.nextLine());
        if (points == 0) {
            throw broken.noPoints();
        }
        return ArrayRows.cloud(broken, values.toArray(), width, extra);
    }
}
