package io.metatransformer.graph;

import io.metatransformer.api.Input;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import java.util.List;
import java.util.Map;

/** The learned layers of a tokenizer, as {@link TokenTraining} trains them: many inputs in one run. */
public interface TokenLayers {

    /** Output of {@link #build}: the tokens of all inputs back to back, {@code [M, D]}. */
    String TOKENS = "tokens";

    /** Output of {@link #build} where positions are added before every block, {@code [M, D]}. */
    String POSITIONS = "positions";

    /** Does for one input what no weight decides. */
    PreparedInput prepare(Input input);

    /** What {@link #build} reads of a batch, by the names of its inputs. */
    Map<String, Tensor> joined(List<PreparedInput> batch);

    /** Declares inputs and outputs of {@code entry}: {@link #TOKENS}, and {@link #POSITIONS} if there are any. */
    void build(Layers layers, Entry entry);

    /** What the layers call a tensor of the tokenizer; its own name by default. */
    default String called(String tensor) {
        return tensor;
    }
}
