package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One number that a point may have, and what files call it. */
enum Attribute {
    X("x"),
    Y("y"),
    Z("z"),
    NORMAL_X("nx", "normal_x"),
    NORMAL_Y("ny", "normal_y"),
    NORMAL_Z("nz", "normal_z"),
    RED("red", "r"),
    GREEN("green", "g"),
    BLUE("blue", "b"),
    INTENSITY("intensity");

    private final List<String> names;

    Attribute(String... names) {
        this.names = List.of(names);
    }

    boolean isCalled(String name) {
        return names.contains(name);
    }

    /**
     * Where each attribute stands among columns.
     *
     * @param where starts a message, such as {@code "a.ply: element 'vertex' "}
     * @param columns names, in lower case where the format knows no case
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} if x, y or z is missing or an
     *     attribute is there twice
     */
    static Map<Attribute, Integer> find(String where, List<String> columns) {
        Map<Attribute, Integer> found = new EnumMap<>(Attribute.class);
        for (Attribute attribute : values()) {
            attribute.column(where, columns).ifPresent(at -> found.put(attribute, at));
        }
        for (Attribute needed : List.of(X, Y, Z)) {
            if (!found.containsKey(needed)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        where + "has no " + needed.names.get(0) + "; a point needs x, y and z");
            }
        }
        return found;
    }

    private OptionalInt column(String where, List<String> columns) {
        int found = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (isCalled(columns.get(i))) {
                if (found >= 0) {
                    throw new MetaTransformerException(
                            ErrorCode.SCHEMA_MISMATCH,
                            where + "has two columns for " + names.get(0));
                }
                found = i;
            }
        }
        return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
    }
}
