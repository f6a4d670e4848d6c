package io.metatransformer.head.forecasting;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Wiring;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The layers that make a forecast, and what they read. Immutable. */
interface Decoder {

    /** The tensors of these layers, every size known. */
    List<WeightSpec> specs();

    /**
     * Declares the inputs and gives what is learnt, {@code [B, P · C]}, step by step. An input's unit is applied
     * afterwards.
     */
    Operand<TFloat32> values(Layers layers, Wiring wiring);

    /**
     * What was declared, for a batch.
     *
     * @param contents of digests
     */
    Map<String, Tensor> inputs(List<FloatBuffer> contents);

    /** These layers behind inputs that are scaled for training. */
    default Decoder scaledTo(List<FloatBuffer> contents) {
        return this;
    }

    /** Weights for scaled inputs to weights for inputs as they are. */
    default Weights folded(Weights weights) {
        return weights;
    }

    /** The way back of {@link #folded}. */
    default Weights unfolded(Weights weights) {
        return weights;
    }

    /** Whether steps are to be small: layers that grow unstable at a rate that suits a single linear one. */
    default double rateFactor() {
        return 1;
    }
}
