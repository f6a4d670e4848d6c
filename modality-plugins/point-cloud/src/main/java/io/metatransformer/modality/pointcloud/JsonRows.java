package io.metatransformer.modality.pointcloud;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.tables.DoubleList;
import io.metatransformer.tables.JsonInput;
import java.nio.ByteBuffer;

/** Reads a list of lists of numbers, {@code [[x, y, z, …], …]}, as a request in JSON has it; null is no number. */
final class JsonRows {
    static final String FORMAT = "JSON";

    private JsonRows() {}

    /**
     * @param name of the input, for messages
     * @param maxPoints most points that are read
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED} for ragged rows and broken JSON, {@link
     *     ErrorCode#SCHEMA_MISMATCH} for anything but lists of numbers, {@link ErrorCode#SHAPE_MISMATCH} for fewer
     *     than 3 numbers in a row, {@link ErrorCode#EMPTY_INPUT}, {@link ErrorCode#LIMIT_EXCEEDED}
     */
    static Cloud read(String name, ByteBuffer bytes, int maxPoints, ExtraColumns extra) {
        Broken broken = new Broken(name, FORMAT);
        DoubleList values = new DoubleList(name, ArrayRows.MAX_VALUES);
        int width = 0;
        int points = 0;
        try (JsonInput json = JsonInput.open(name, bytes)) {
            json.next();
            json.expect(JsonToken.START_ARRAY, "a point cloud");
            while (json.next() != JsonToken.END_ARRAY) {
                if (++points > maxPoints) {
                    throw broken.as(
                            ErrorCode.LIMIT_EXCEEDED, "has more than " + maxPoints + " points");
                }
                json.expect(JsonToken.START_ARRAY, "a point");
                int before = values.size();
                while (json.next() != JsonToken.END_ARRAY) {
                    values.add(json.number("a coordinate"));
                }
                int found = values.size() - before;
                width = points == 1 ? found : width;
                if (found != width) {
                    throw json.refusal(
                            ErrorCode.MALFORMED,
                            "a point has " + found + " numbers, expected " + width);
                }
            }
            json.expectEnd();
        }
        if (points == 0) {
            throw broken.noPoints();
        }
        return ArrayRows.cloud(broken, values.toArray(), width, extra);
    }
}
