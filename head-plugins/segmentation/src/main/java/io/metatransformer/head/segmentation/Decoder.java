package io.metatransformer.head.segmentation;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** What turns the tokens of a grid into a map of class scores. */
interface Decoder {

    /** The tensors that {@link #scores} reads. */
    List<WeightSpec> weights(int width);

    /**
     * @param grid {@code [B, h, w, D]}
     * @param dropout share of values that are dropped before the last layer, in training
     * @return {@code [B, enlarged · h, enlarged · w, K]}
     */
    Operand<TFloat32> scores(Layers layers, Operand<TFloat32> grid, float dropout);

    /** How many cells of the map a token has per side. */
    int enlarged();

    /** Fewest rows and columns of a grid. */
    int smallestSide();

    /** About how many numbers a step of training holds per token. */
    long numbersPerToken(int width);
}
