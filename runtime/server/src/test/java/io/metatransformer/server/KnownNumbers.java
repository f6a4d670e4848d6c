package io.metatransformer.server;

import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The tokenizer of numbers, with weights from a checkpoint; content alone is taken for {@code numbers}. */
final class KnownNumbers implements Tokenizer {
    private final NumbersTokenizer numbers;

    KnownNumbers(Modality modality) {
        numbers = new NumbersTokenizer(modality);
    }

    @Override
    public Weights adopt(Weights checkpoint) {
        String prefix = modality() + ".";
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
        return modality().equals(Rig.NUMBERS) && numbers.recognises(head);
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
    public TokenizerSession open(ModelPart part) {
        return numbers.open(part);
    }
}
