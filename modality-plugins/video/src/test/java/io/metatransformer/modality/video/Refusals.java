package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.HashMap;
import java.util.Map;

/** Opens small sessions, and asks what they refuse. */
final class Refusals {
    static final int D = 32;

    private Refusals() {}

    /** Clips of 4 frames of 32 px, weights drawn. */
    static TokenizerSession open(Map<String, Object> config) {
        VideoTokenizer tokenizer = new VideoTokenizer();
        Map<String, Object> all = new HashMap<>(Map.of("size", 32, "frames", 4));
        all.putAll(config);
        Options options = Options.of(tokenizer.options(), all);
        Map<String, io.metatransformer.api.Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : tokenizer.weights(options, D)) {
            if (spec.required()) {
                drawn.put(spec.name(), spec.draw(1));
            }
        }
        return tokenizer.open(ModelPart.of("test/tokenizers/video", D, all, Weights.of(drawn)));
    }

    static MetaTransformerException of(Input input, Map<String, Object> request) {
        try (TokenizerSession session = open(Map.of())) {
            return assertThrows(
                    MetaTransformerException.class,
                    () -> session.tokenize(input.withOptions(request)),
                    input.name());
        }
    }

    static MetaTransformerException of(Input input) {
        return of(input, Map.of());
    }
}
