package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * The variables of one graph, by the names of their tensors.
 *
 * <p>They are reference variables: the exporter of TensorFlow Java leaves resource variables out without a
 * word. Each is set through a placeholder of its own, one after the other, so that neither the graph nor
 * the heap ever holds the weights.
 */
final class Parameters {

    /** How a tensor of a checkpoint lies in its variable. */
    private enum Form {
        AS_IT_IS,
        /** {@code [out, in…]} becomes {@code [in, out]}, with the axes of {@code in} flattened. */
        TRANSPOSED,
        /** {@code [out, in, height, width]} becomes {@code [height, width, in, out]}. */
        CHANNELS_LAST
    }

    private record Parameter(
            Form form,
            int[] shape,
            Variable<TFloat32> variable,
            Operand<TFloat32> value,
            Placeholder<TFloat32> input,
            Op assign) {}

    private final String owner;
    private final Ops tf;
    private final Weights weights;
    private final Map<String, Parameter> used = new LinkedHashMap<>();

    Parameters(String owner, Ops tf, Weights weights) {
        this.owner = owner;
        this.tf = tf;
        this.weights = weights;
    }

    boolean has(String name) {
        return weights.names().contains(name);
    }

    int[] shape(String name) {
        if (!has(name)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS, owner + ": tensor '" + name + "' is missing");
        }
        return weights.shape(name);
    }

    /** The tensor in its own shape. */
    Operand<TFloat32> plain(String name) {
        return use(name, Form.AS_IT_IS, shape(name));
    }

    /** The tensor {@code [out, in…]} as {@code [in, out]}, for products of rows with it. */
    Operand<TFloat32> kernel(String name) {
        int[] shape = shape(name);
        if (shape.length < 2) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    owner
                            + ": '"
                            + name
                            + "' is "
                            + Arrays.toString(shape)
                            + ", a linear map needs [out, in]");
        }
        return use(name, Form.TRANSPOSED, new int[] {columns(shape), shape[0]});
    }

    /** The tensor {@code [out, in, height, width]} as {@code [height, width, in, out]}, for convolutions. */
    Operand<TFloat32> filter(String name) {
        int[] shape = shape(name);
        if (shape.length != 4) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    owner
                            + ": '"
                            + name
                            + "' is "
                            + Arrays.toString(shape)
                            + ", a convolution needs [out, in, height, width]");
        }
        return use(name, Form.CHANNELS_LAST, new int[] {shape[2], shape[3], shape[1], shape[0]});
    }

    private Operand<TFloat32> use(String name, Form form, int[] shape) {
        Parameter known = used.get(name);
        if (known == null) {
            String label = name.replaceAll("[^A-Za-z0-9_.-]", "_");
            Variable<TFloat32> variable =
                    tf.withName(label).variable(Floats.shape(shape), TFloat32.class);
            Placeholder<TFloat32> input =
                    tf.withName(label + ".in")
                            .placeholder(TFloat32.class, Placeholder.shape(Floats.shape(shape)));
            known =
                    new Parameter(
                            form,
                            shape(name),
                            variable,
                            tf.withName(label + ".value").identity(variable),
                            input,
                            tf.withName(label + ".set").assign(variable, input));
            used.put(name, known);
        } else if (known.form != form) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    owner + ": '" + name + "' is used by layers that read it differently");
        }
        return known.value;
    }

    /** Copies every used tensor into its variable. */
    void fill(Session session, Progress progress) {
        List<Transfer.In> all = used().stream().map(name -> in(name, weights)).toList();
        Transfer.in(session, all, done -> progress.report("weights", done, all.size()));
    }

    /** A used tensor to be given the values of the same name, in the tensor's own shape. */
    Transfer.In in(String name, Weights values) {
        Parameter parameter = used.get(name);
        return new Transfer.In(
                parameter.variable,
                parameter.input,
                parameter.assign,
                () -> laid(values.get(name), parameter));
    }

    /** Names of the tensors that some layer asked for, in the order in which they did. */
    List<String> used() {
        return List.copyOf(used.keySet());
    }

    /** What layers read of a used tensor; a kernel is transposed. */
    Operand<TFloat32> value(String name) {
        return used.get(name).value;
    }

    /** The variable behind {@link #value}. */
    Variable<TFloat32> variable(String name) {
        return used.get(name).variable;
    }

    /** The variable of a used tensor to be read, in the tensor's own shape. */
    Transfer.Out out(String name, Consumer<Tensor> reader) {
        Parameter parameter = used.get(name);
        return new Transfer.Out(parameter.variable, value -> reader.accept(own(value, parameter)));
    }

    private static Tensor own(TFloat32 value, Parameter parameter) {
        if (parameter.form == Form.AS_IT_IS) {
            return Floats.copy(value);
        }
        int[] shape = parameter.shape;
        FloatBuffer own = Tensor.allocate(Math.toIntExact(value.size()));
        if (parameter.form == Form.TRANSPOSED) {
            transpose(Floats.view(value), own, columns(shape), shape[0]);
        } else {
            // [height · width, in, out] to [out, in, height · width]
            reverse(Floats.view(value), own, shape[2] * shape[3], shape[1], shape[0]);
        }
        return Tensor.of(own, shape);
    }

    private static TFloat32 laid(Tensor tensor, Parameter parameter) {
        if (parameter.form == Form.AS_IT_IS) {
            return Floats.copy(tensor);
        }
        int rows = tensor.size(0);
        if (parameter.form == Form.CHANNELS_LAST) {
            int in = tensor.size(1);
            int height = tensor.size(2);
            int width = tensor.size(3);
            TFloat32 reversed = TFloat32.tensorOf(Floats.shape(height, width, in, rows));
            reverse(tensor.data(), Floats.view(reversed), rows, in, height * width);
            return reversed;
        }
        int columns = columns(tensor.shape());
        TFloat32 transposed = TFloat32.tensorOf(Floats.shape(columns, rows));
        transpose(tensor.data(), Floats.view(transposed), rows, columns);
        return transposed;
    }

    /** from [P, Q, R], to [R, Q, P], both row-major. */
    private static void reverse(FloatBuffer from, FloatBuffer to, int P, int Q, int R) {
        for (int p = 0; p < P; p++) {
            for (int q = 0; q < Q; q++) {
                for (int r = 0; r < R; r++) {
                    to.put((r * Q + q) * P + p, from.get((p * Q + q) * R + r));
                }
            }
        }
    }

    /** from [R, C], to [C, R], both row-major; in tiles, so that both sides stay in the cache. */
    private static void transpose(FloatBuffer from, FloatBuffer to, int R, int C) {
        int tile = 32;
        for (int r0 = 0; r0 < R; r0 += tile) {
            int r1 = Math.min(R, r0 + tile);
            for (int c0 = 0; c0 < C; c0 += tile) {
                int c1 = Math.min(C, c0 + tile);
                for (int c = c0; c < c1; c++) {
                    for (int r = r0; r < r1; r++) {
                        to.put(c * R + r, from.get(r * C + c));
                    }
                }
            }
        }
    }

    private static int columns(int[] shape) {
        int columns = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            columns = Math.multiplyExact(columns, shape[axis]);
        }
        return columns;
    }
}
