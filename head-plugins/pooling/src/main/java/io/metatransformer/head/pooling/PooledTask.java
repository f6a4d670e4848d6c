package io.metatransformer.head.pooling;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Losses;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What a head makes of a pooled vector: its learned layers, what it answers with their outputs, and how it
 * learns. Immutable. B is a batch, P the width of the vector, K the number of outputs.
 */
public interface PooledTask {

    /** How the vector is made. */
    PooledInput input();

    /** K. */
    int outputs();

    /**
     * Every tensor of the head, those of {@link #input} among them.
     *
     * @param D width of features
     * @param P width of the vector; -1 where the weights decide
     */
    List<WeightSpec> specs(int D, int P);

    /** Name of the linear layer that reads the vector, or what a norm makes of it. */
    String first();

    /**
     * Whether training standardises what {@link #first} reads: not where a norm right before or after it does
     * the same already.
     */
    boolean standardises();

    /**
     * Vectors {@code [B, P]} to outputs {@code [B, K]}.
     *
     * @param dropout share of values that hidden layers drop in training
     */
    Operand<TFloat32> layers(Layers layers, Operand<TFloat32> vectors, float dropout);

    /**
     * What training makes small.
     *
     * @param outputs {@code [B, K]}
     * @param targets {@code [B, K]}, as {@link #encoded} makes them
     * @param weights {@code [B]}
     */
    Operand<TFloat32> loss(
            Losses losses,
            Operand<TFloat32> outputs,
            Operand<TFloat32> targets,
            Operand<TFloat32> weights);

    /**
     * @param name for messages
     * @param smoothing share of a label that is spread over all
     * @return {@code [B, K]}
     * @throws MetaTransformerException with {@link io.metatransformer.api.ErrorCode#SCHEMA_MISMATCH} for
     *     targets that the head cannot learn
     */
    Tensor encoded(String name, List<Target> targets, double smoothing);

    /**
     * Outputs of one vector to the whole answer.
     *
     * @param name for messages
     * @param outputs {@code [K]}
     * @throws MetaTransformerException with {@link io.metatransformer.api.ErrorCode#NON_FINITE_OUTPUT} for
     *     outputs that are no numbers
     */
    Prediction answer(String name, float[] outputs);

    /** Of the whole answer, what a request asks for. */
    default Prediction asked(Prediction whole, Options chosen) {
        return whole;
    }
}
