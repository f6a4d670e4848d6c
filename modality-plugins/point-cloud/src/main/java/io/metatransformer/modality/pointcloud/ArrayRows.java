package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.tables.NpyFile;
import io.metatransformer.tables.NumberArray;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Points as rows of an array: x, y, z, and perhaps more. */
final class ArrayRows {
    /** Numbers of one array, at most. */
    static final int MAX_VALUES = 1 << 25;

    private static final int AXES = 3;

    private ArrayRows() {}

    /** Reads an NPY file {@code [N, 3 or more]}; as {@link NpyFile#read}, and as {@link #of}. */
    static Cloud npy(String name, ByteBuffer bytes, int maxPoints, ExtraColumns extra) {
        NumberArray array = NpyFile.read(name, bytes, MAX_VALUES);
        Broken broken = new Broken(name, "NPY");
        int columns = columns(broken, array.shape(), maxPoints);
        return cloud(broken, array.values(), columns, extra);
    }

    /**
     * @param tensor {@code [N, 3 or more]}
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another shape, {@link
     *     ErrorCode#EMPTY_INPUT}, {@link ErrorCode#LIMIT_EXCEEDED}
     */
    static Cloud of(String name, Tensor tensor, int maxPoints, ExtraColumns extra) {
        Broken broken = new Broken(name, "tensor");
        int columns = columns(broken, tensor.shape(), maxPoints);
        FloatBuffer data = tensor.data();
        double[] values = new double[tensor.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.get();
        }
        return cloud(broken, values, columns, extra);
    }

    private static int columns(Broken broken, int[] shape, int maxPoints) {
        if (shape.length != 2 || shape[1] < AXES) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    broken.name() + ": points are [N, 3 or more], got " + Arrays.toString(shape));
        }
        broken.points(shape[0], maxPoints, 0, 0);
        if ((long) shape[0] * shape[1] > MAX_VALUES) {
            throw broken.as(ErrorCode.LIMIT_EXCEEDED, "has more than " + MAX_VALUES + " values");
        }
        return shape[1];
    }

    /**
     * @param values {@code [N, columns]}
     */
    static Cloud cloud(Broken broken, double[] values, int columns, ExtraColumns extra) {
        if (columns < AXES) {
            throw broken.as(
                    ErrorCode.SHAPE_MISMATCH,
                    "has " + columns + " columns; a point needs x, y and z");
        }
        Attribute[] attributes = new Attribute[Math.min(columns, 2 * AXES)];
        Attribute fourth = extra == ExtraColumns.COLOURS ? Attribute.RED : Attribute.NORMAL_X;
        int read = columns >= 2 * AXES && extra != ExtraColumns.NONE ? 2 * AXES : AXES;
        Set<Attribute> given = EnumSet.noneOf(Attribute.class);
        for (int column = 0; column < read; column++) {
            int at = column < AXES ? column : fourth.ordinal() + column - AXES;
            attributes[column] = Attribute.values()[at];
            given.add(attributes[column]);
        }
        int points = values.length / columns;
        CloudBuilder cloud = new CloudBuilder(broken.format(), points, given);
        for (int point = 0; point < points; point++) {
            for (int column = 0; column < read; column++) {
                cloud.set(point, attributes[column], values[point * columns + column]);
            }
        }
        return cloud.build();
    }
}
