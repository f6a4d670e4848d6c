package io.metatransformer.core.fit;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A tokenizer that reads its options off the training part, as a table's columns and vocabularies are, and then
 * goes with the head.
 *
 * @param modality of every example's one input
 * @param options chosen rather than learnt, on top of those of the model's tokenizer
 * @param whole one input of the whole training part, in a form that the tokenizer reads
 */
public record TokenizerLearning(
        Modality modality, Map<String, Object> options, Function<List<Example>, Input> whole) {

    public TokenizerLearning {
        Objects.requireNonNull(modality, "modality");
        Objects.requireNonNull(whole, "whole");
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
}
