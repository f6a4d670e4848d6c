package io.metatransformer.head.forecasting;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;

/**
 * What training needs of an example, as one row of floats: the unit of its answer, then what the layers read.
 *
 * @param content the layers' own, position 0
 */
record Digest(Unit unit, FloatBuffer content) {

    Tensor packed() {
        int C = unit.channels();
        FloatBuffer row = Tensor.allocate(1 + 3 * C + content.capacity());
        row.put(C).put(unit.mean()).put(unit.deviation()).put(unit.base());
        row.put(content.duplicate());
        return Tensor.of(row.flip(), row.limit());
    }

    static Digest of(Tensor packed) {
        FloatBuffer row = packed.data();
        int C = (int) row.get();
        Unit unit = new Unit(taken(row, C), taken(row, C), taken(row, C));
        return new Digest(unit, row.slice());
    }

    private static float[] taken(FloatBuffer row, int count) {
        float[] taken = new float[count];
        row.get(taken);
        return taken;
    }
}
