package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.CsvTable;
import io.metatransformer.tables.DoubleList;
import io.metatransformer.tables.NumberField;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a table whose header names x, y and z, in any order and case; colours and normals are found likewise. */
final class CsvCloud {
    static final String FORMAT = "CSV";

    private CsvCloud() {}

    /**
     * @param name of the input, for messages
     * @param maxPoints most points that are read
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for a column that is missing, twice
     *     there or no number, {@link ErrorCode#MALFORMED}, {@link ErrorCode#EMPTY_INPUT}, {@link
     *     ErrorCode#LIMIT_EXCEEDED}
     */
    static Cloud read(String name, ByteBuffer bytes, int maxPoints, CsvDialect dialect) {
        Broken broken = new Broken(name, FORMAT);
        try (CsvTable table = new CsvTable(name, bytes, dialect, true)) {
            if (!table.next()) {
                throw broken.noPoints();
            }
            List<String> names =
                    table.names().stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
            Map<Attribute, Integer> columns = Attribute.find(name + ": the header ", names);
            List<Attribute> attributes = new ArrayList<>(columns.keySet());
            DoubleList values = new DoubleList(name, ArrayRows.MAX_VALUES);
            NumberField numbers = table.numbers();
            int points = 0;
            do {
                if (++points > maxPoints) {
                    throw broken.as(
                            ErrorCode.LIMIT_EXCEEDED, "has more than " + maxPoints + " points");
                }
                for (Attribute attribute : attributes) {
                    int column = columns.get(attribute);
                    values.add(
                            numbers.parse(
                                    table.field(column),
                                    () -> table.at() + "column '" + names.get(column) + "' "));
                }
            } while (table.next());
            return cloud(points, attributes, values.toArray());
        }
    }

    private static Cloud cloud(int points, List<Attribute> attributes, double[] values) {
        CloudBuilder cloud = new CloudBuilder(FORMAT, points, EnumSet.copyOf(attributes));
        int at = 0;
        for (int point = 0; point < points; point++) {
            for (Attribute attribute : attributes) {
                cloud.set(point, attribute, values[at++]);
            }
        }
        return cloud.build();
    }
}
