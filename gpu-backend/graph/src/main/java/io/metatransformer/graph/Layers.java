package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Shape;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Makes the layers of one network, each from the weights of its name. {@code M} counts rows: every token of
 * every sequence.
 *
 * <p>A layer that asks for a tensor that is missing or of a wrong shape is refused with {@link
 * ErrorCode#BAD_WEIGHTS}, which names it. Two layers of one name share their weights.
 */
public final class Layers {
    private final String owner;
    private final Ops tf;
    private final Parameters parameters;
    private final Optional<Learning> learning;

    /** Layers that only compute. */
    Layers(String owner, Ops tf, Parameters parameters) {
        this(owner, tf, parameters, Optional.empty());
    }

    /** Layers that learn. */
    Layers(String owner, Ops tf, Parameters parameters, Learning learning) {
        this(owner, tf, parameters, Optional.of(learning));
    }

    private Layers(String owner, Ops tf, Parameters parameters, Optional<Learning> learning) {
        this.owner = owner;
        this.tf = tf;
        this.parameters = parameters;
        this.learning = learning;
    }

    /**
     * TensorFlow itself, for the rare operation that has no layer. Note that its {@code math.add} and {@code
     * train.batchMatMul} emit forms that are not fused: take {@link #add} and {@link #product}.
     */
    public Ops tf() {
        return tf;
    }

    /** Whether the weights have a tensor of this name. */
    public boolean has(String name) {
        return parameters.has(name);
    }

    /** The shape of a tensor of the weights. */
    public int[] shape(String name) {
        return parameters.shape(name);
    }

    /** A tensor of the weights as it is. */
    public Operand<TFloat32> parameter(String name) {
        return parameters.plain(name);
    }

    /**
     * {@code x · Wᵀ + b}, {@code [M, in]} to {@code [M, out]}, with {@code name.weight [out, in]} and, if there
     * is one, {@code name.bias [out]}. Further axes of the weight count as {@code in}, flattened: the kernel
     * {@code [out, channels, height, width]} of a convolution reads patches flattened in that order.
     */
    public Operand<TFloat32> linear(Operand<TFloat32> rows, String name) {
        return linear(rows, name + ".weight", name + ".bias");
    }

    /** As {@link #linear(Operand, String)}, for tensors whose names follow another habit. */
    public Operand<TFloat32> linear(Operand<TFloat32> rows, String weight, String bias) {
        Operand<TFloat32> kernel = parameters.kernel(weight);
        long in = kernel.shape().get(0);
        long given = rows.rank() == 2 ? rows.shape().get(1) : in;
        if (given != in && given != -1 || rows.rank() != 2 && rows.rank() != -1) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    owner + ": '" + weight + "' maps rows of " + in + ", got " + rows.shape());
        }
        Operand<TFloat32> product = tf.linalg.matMul(rows, kernel);
        if (!parameters.has(bias)) {
            return product;
        }
        return tf.nn.biasAdd(product, vector(bias, Math.toIntExact(kernel.shape().get(1))));
    }

    /**
     * {@code (x - mean) / √(variance + eps) · weight + bias} over each row {@code [D]}, with the population
     * variance of centred values.
     */
    public Operand<TFloat32> layerNorm(Operand<TFloat32> rows, String name, float eps) {
        int D = parameters.shape(name + ".weight")[0];
        Operand<TFloat32> gamma = vector(name + ".weight", D);
        Operand<TFloat32> beta = vector(name + ".bias", D);
        // As Keras writes it, the one form that is fused: batch norm over rows as if they were
        // channels.
        Shape<TInt32> shape = tf.shape(rows);
        Operand<TInt32> M = tf.stridedSlice(shape, Indices.at(0));
        Operand<TInt32> image =
                tf.stack(List.of(tf.constant(1), M, tf.constant(D), tf.constant(1)));
        Operand<TInt32> channels = tf.expandDims(M, tf.constant(0));
        FusedBatchNorm<TFloat32, TFloat32> norm =
                tf.nn.fusedBatchNorm(
                        tf.reshape(rows, image),
                        tf.fill(channels, tf.constant(1f)),
                        tf.fill(channels, tf.constant(0f)),
                        tf.constant(new float[0]),
                        tf.constant(new float[0]),
                        FusedBatchNorm.isTraining(true),
                        FusedBatchNorm.dataFormat("NCHW"),
                        FusedBatchNorm.epsilon(eps));
        return add(tf.math.mul(tf.reshape(norm.y(), shape), gamma), beta);
    }

    /**
     * Batch norm of {@code [M, C]}, per channel: by the running statistics of training, and in {@link
     * Training} by those of the batch, which then move the running ones.
     */
    public Operand<TFloat32> batchNorm(Operand<TFloat32> rows, String name, float eps) {
        int C = parameters.shape(name + ".running_mean")[0];
        if (learning.isPresent()) {
            vector(name + ".running_mean", C);
            vector(name + ".running_var", C);
            Operand<TFloat32> normalised =
                    learning.get()
                            .normalised(
                                    this,
                                    rows,
                                    parameters.variable(name + ".running_mean"),
                                    parameters.variable(name + ".running_var"),
                                    eps);
            Operand<TFloat32> scaled = tf.math.mul(normalised, vector(name + ".weight", C));
            return add(scaled, vector(name + ".bias", C));
        }
        Operand<TFloat32> deviation =
                tf.math.sqrt(add(vector(name + ".running_var", C), tf.constant(eps)));
        Operand<TFloat32> scale = tf.math.div(vector(name + ".weight", C), deviation);
        Operand<TFloat32> shift =
                tf.math.sub(
                        vector(name + ".bias", C),
                        tf.math.mul(vector(name + ".running_mean", C), scale));
        return add(tf.math.mul(rows, scale), shift);
    }

    /**
     * In {@link Training}, zeroes each value with probability {@code rate} and divides the others by {@code 1 -
     * rate} (Srivastava et al., JMLR 15, 2014); elsewhere {@code x} as it is.
     *
     * @param rate in [0, 1)
     */
    public Operand<TFloat32> dropout(Operand<TFloat32> x, float rate) {
        return rate == 0 || learning.isEmpty() ? x : learning.get().dropout(x, rate);
    }

    public Operand<TFloat32> activation(Operand<TFloat32> x, Activation activation) {
        return switch (activation) {
            case GELU -> gelu(x);
            case GELU_TANH -> geluTanh(x);
            case QUICK_GELU -> quickGelu(x);
            case RELU -> relu(x);
            case SILU -> silu(x);
        };
    }

    /** {@link Activation#GELU}. */
    public Operand<TFloat32> gelu(Operand<TFloat32> x) {
        Operand<TFloat32> erf = tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))));
        return tf.math.mul(tf.math.mul(add(erf, tf.constant(1f)), tf.constant(0.5f)), x);
    }

    /** {@link Activation#GELU_TANH}. */
    public Operand<TFloat32> geluTanh(Operand<TFloat32> x) {
        Operand<TFloat32> cube = tf.math.mul(tf.math.mul(x, x), x);
        Operand<TFloat32> inner = add(x, tf.math.mul(cube, tf.constant(0.044715f)));
        Operand<TFloat32> tanh =
                tf.math.tanh(tf.math.mul(inner, tf.constant((float) Math.sqrt(2 / Math.PI))));
        return tf.math.mul(tf.math.mul(add(tanh, tf.constant(1f)), tf.constant(0.5f)), x);
    }

    /** {@link Activation#QUICK_GELU}. */
    public Operand<TFloat32> quickGelu(Operand<TFloat32> x) {
        return tf.math.mul(x, sigmoid(tf.math.mul(x, tf.constant(1.702f))));
    }

    /** {@link Activation#RELU}. */
    public Operand<TFloat32> relu(Operand<TFloat32> x) {
        return tf.nn.relu(x);
    }

    /** {@link Activation#SILU}. */
    public Operand<TFloat32> silu(Operand<TFloat32> x) {
        return tf.math.mul(x, sigmoid(x));
    }

    public Operand<TFloat32> sigmoid(Operand<TFloat32> x) {
        return tf.math.sigmoid(x);
    }

    /** Over the last axis. */
    public Operand<TFloat32> softmax(Operand<TFloat32> x) {
        return tf.nn.softmax(x);
    }

    /** {@code x + y}, in the form that is fused with what comes before. */
    public Operand<TFloat32> add(Operand<TFloat32> x, Operand<TFloat32> y) {
        return tf.scope()
                .opBuilder("AddV2", "add")
                .addInput(x.asOutput())
                .addInput(y.asOutput())
                .build()
                .output(0);
    }

    /** Products of the last two axes: {@code x · y}, or {@code x · yᵀ} if {@code transposed}. */
    public Operand<TFloat32> product(Operand<TFloat32> x, Operand<TFloat32> y, boolean transposed) {
        return tf.scope()
                .opBuilder("BatchMatMulV2", "product")
                .addInput(x.asOutput())
                .addInput(y.asOutput())
                .setAttr("adj_y", transposed)
                .build()
                .output(0);
    }

    /**
     * One pre-norm transformer block on rows {@code [M, D]}:
     *
     * <pre>
     *   x = x + ls1 ⊙ attention(norm1(x))        q, k, v = norm1(x) · Wqkvᵀ + bqkv, H heads each
     *   x = x + ls2 ⊙ mlp(norm2(x))
     * </pre>
     *
     * <p>Tensors, as timm names them: {@code norm1.*, attn.qkv.*, attn.proj.*, norm2.*, mlp.fc1.*, mlp.fc2.*} under
     * {@code name}; biases of linear maps and the layer scales {@code ls1.gamma}, {@code ls2.gamma} are used if
     * they are there.
     */
    public Operand<TFloat32> block(
            Operand<TFloat32> rows, Sequences sequences, String name, Block block) {
        return new BlockLayer(this, sequences, name, block).apply(rows);
    }

    /** A kernel {@code [out, in, height, width]} as {@code [height, width, in, out]}. */
    Operand<TFloat32> filter(String name) {
        return parameters.filter(name);
    }

    Operand<TFloat32> vector(String name, int size) {
        int[] shape = parameters.shape(name);
        if (!Arrays.equals(shape, new int[] {size})) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    owner
                            + ": '"
                            + name
                            + "' is "
                            + Arrays.toString(shape)
                            + ", expected ["
                            + size
                            + "]");
        }
        return parameters.plain(name);
    }

    /** For messages. */
    String owner() {
        return owner;
    }
}
