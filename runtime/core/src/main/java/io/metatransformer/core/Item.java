package io.metatransformer.core;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.TokenSequence;
import java.util.List;
import java.util.Objects;

/** What one answer is given for: raw data, or what an earlier stage of the path has made of it. */
public sealed interface Item {

    /** For an input whose modality the installed tokenizers shall tell from its first bytes. */
    Modality AUTO = Modality.of("auto");

    /** One input; or several, fused into one sequence in this order. */
    static Item of(Input... inputs) {
        return new Raw(List.of(inputs));
    }

    /** As {@link #of(Input...)}. */
    static Item of(List<Input> inputs) {
        return new Raw(inputs);
    }

    /** Tokens made elsewhere; the path starts at the encoder. */
    static Item of(TokenSequence tokens) {
        return new Tokens(tokens);
    }

    /** Features made elsewhere; the path starts at the head. */
    static Item of(Features features) {
        return new Encoded(features);
    }

    /** @param inputs at least one */
    record Raw(List<Input> inputs) implements Item {
        public Raw {
            inputs = List.copyOf(inputs);
            if (inputs.isEmpty()) {
                throw new MetaTransformerException(
                        ErrorCode.INVALID_REQUEST, "an item needs at least one input");
            }
        }
    }

    record Tokens(TokenSequence sequence) implements Item {
        public Tokens {
            Objects.requireNonNull(sequence, "sequence");
        }
    }

    record Encoded(Features features) implements Item {
        public Encoded {
            Objects.requireNonNull(features, "features");
        }
    }
}
