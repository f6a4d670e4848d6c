package io.metatransformer.core;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainableTokenizer;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A double: reads numbers, knows its weights in a checkpoint as {@code <modality>_embed.*}, and learns how many
 * numbers there are as its most tokens.
 */
final class Adopting implements TrainableTokenizer {
    private final NumbersTokenizer numbers;

    Adopting(Modality modality) {
        numbers = new NumbersTokenizer(modality);
    }

    @Override
    public Weights adopt(Weights checkpoint) {
        String prefix = modality() + "_embed.";
        return checkpoint.renamed(
                name ->
                        name.startsWith(prefix)
                                ? Optional.of(name.substring(prefix.length()))
                                : Optional.empty());
    }

    @Override
    public Modality modality() {
        return numbers.modality();
    }

    @Override
    public List<String> mediaTypes() {
        return numbers.mediaTypes();
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        return numbers.recognises(head);
    }

    @Override
    public List<Option> options() {
        return numbers.options();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return numbers.weights(options, width);
    }

    @Override
    public Map<String, Object> learn(Input training, Options options) {
        String text = StandardCharsets.US_ASCII.decode(training.bytes(1 << 20)).toString();
        return Map.of("max_tokens", text.strip().split(" ").length - 1);
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        return numbers.open(part);
    }

    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        return numbers.train(start, rules);
    }
}
