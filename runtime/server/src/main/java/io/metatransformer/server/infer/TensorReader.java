package io.metatransformer.server.infer;

import io.metatransformer.api.Tensor;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.json.JsonReader;
import io.metatransformer.server.json.Numbers;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads {@code {"dtype","shape","data":[…]}}, or {@code "base64"} of little-endian values instead of data. */
final class TensorReader {
    private static final int MAX_RANK = 8;

    private final Limits limits;
    private String dtype = "float32";
    private int[] shape;
    private Numbers data;
    private byte[] bytes;

    TensorReader(Limits limits) {
        this.limits = limits;
    }

    Tensor read(JsonReader in) throws IOException {
        in.object(name -> member(in, name));
        if ((data == null) == (bytes == null)) {
            throw refusal("a tensor has either data or base64");
        }
        if (data != null) {
            return of(data);
        }
        if (shape == null) {
            throw refusal("a tensor in base64 needs its shape");
        }
        return of(bytes);
    }

    private void member(JsonReader in, String name) throws IOException {
        switch (name) {
            case "dtype" -> dtype = in.string();
            case "shape" -> shape = shape(in);
            case "data" -> data = Numbers.read(in, limits.jsonTensorNumbers());
            case "base64" -> bytes = Encoded.base64(in.string());
            default ->
                    throw in.refuse(
                            "no such member of a tensor; there are dtype, shape, data, base64");
        }
    }

    private static int[] shape(JsonReader in) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        in.array(
                i -> {
                    if (i == MAX_RANK) {
                        throw in.refuse("a shape has at most " + MAX_RANK + " sizes");
                    }
                    sizes.add(in.integer());
                });
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    private Tensor of(Numbers numbers) {
        boolean flat = numbers.shape().length == 1;
        if (shape == null) {
            return Tensor.of(numbers.values(), numbers.shape());
        }
        if (!flat && !Arrays.equals(shape, numbers.shape())) {
            throw refusal(
                    "data is nested as "
                            + Arrays.toString(numbers.shape())
                            + ", its shape says "
                            + Arrays.toString(shape));
        }
        return Tensor.of(numbers.values(), shape);
    }

    private Tensor of(byte[] raw) {
        int size =
                switch (dtype) {
                    case "float32", "int32" -> 4;
                    case "float64", "int64" -> 8;
                    case "uint8" -> 1;
                    default -> throw refusal("dtype is float32, float64, int32, int64 or uint8");
                };
        if (raw.length % size != 0) {
            throw refusal(raw.length + " bytes are not a whole number of " + dtype + " values");
        }
        ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[raw.length / size];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (dtype) {
                        case "float32" -> in.getFloat();
                        case "float64" -> (float) in.getDouble();
                        case "int32" -> in.getInt();
                        case "int64" -> in.getLong();
                        default -> in.get() & 0xFF;
                    };
        }
        return Tensor.of(values, shape);
    }

    private static Refusal refusal(String detail) {
        return new Refusal(ProblemType.INVALID_REQUEST, detail);
    }
}
