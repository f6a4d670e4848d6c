package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** One pre-norm block: Dosovitskiy et al., An Image is Worth 16x16 Words, 2021, with the names of timm. */
final class BlockLayer {
    private final Layers layers;
    private final Ops tf;
    private final Sequences sequences;
    private final String name;
    private final Block block;
    private final int D;
    private final int H;
    private final int K;

    BlockLayer(Layers layers, Sequences sequences, String name, Block block) {
        this.layers = layers;
        this.tf = layers.tf();
        this.sequences = sequences;
        this.name = name;
        this.block = block;
        this.D = layers.shape(name + ".norm1.weight")[0];
        this.H = block.heads();
        this.K = D / H;
        if (D % H != 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    layers.owner()
                            + ": width "
                            + D
                            + " of block '"
                            + name
                            + "' is no multiple of its "
                            + H
                            + " heads");
        }
    }

    Operand<TFloat32> apply(Operand<TFloat32> rows) {
        Operand<TFloat32> x = rows;
        Operand<TFloat32> n = layers.layerNorm(x, name + ".norm1", block.eps());
        Operand<TFloat32> a = layers.linear(attention(n, x), name + ".attn.proj");
        x = layers.add(scaled(a, ".ls1.gamma"), x);
        Operand<TFloat32> m = layers.layerNorm(x, name + ".norm2", block.eps());
        Operand<TFloat32> h =
                layers.activation(layers.linear(m, name + ".mlp.fc1"), block.activation());
        return layers.add(scaled(layers.linear(h, name + ".mlp.fc2"), ".ls2.gamma"), x);
    }

    /** n [M, D], normalised rows; returns the heads' outputs side by side, of the shape of x [M, D]. */
    private Operand<TFloat32> attention(Operand<TFloat32> n, Operand<TFloat32> x) {
        Operand<TInt32> B = sequences.batch();
        Operand<TInt32> T = sequences.length();
        Operand<TFloat32> qkv = sequences.cut(layers.linear(n, name + ".attn.qkv"), 3 * D);
        Operand<TFloat32> split =
                tf.reshape(
                        qkv, sequences.sizes(B, T, tf.constant(3), tf.constant(H), tf.constant(K)));
        List<Output<TFloat32>> heads =
                tf.unstack(tf.linalg.transpose(split, tf.constant(new int[] {2, 0, 3, 1, 4})), 3L)
                        .output();
        Operand<TFloat32> q = tf.math.mul(heads.get(0), tf.constant((float) (1 / Math.sqrt(K))));
        Operand<TFloat32> scores = layers.product(q, heads.get(1), true);
        if (sequences.bias().isPresent()) {
            scores = layers.add(scores, sequences.bias().get());
        }
        Operand<TFloat32> context = layers.product(layers.softmax(scores), heads.get(2), false);
        Operand<TFloat32> places =
                tf.linalg.transpose(context, tf.constant(new int[] {0, 2, 1, 3}));
        return sequences.join(places, x, D);
    }

    private Operand<TFloat32> scaled(Operand<TFloat32> branch, String gamma) {
        return layers.has(name + gamma)
                ? tf.math.mul(branch, layers.vector(name + gamma, D))
                : branch;
    }
}
