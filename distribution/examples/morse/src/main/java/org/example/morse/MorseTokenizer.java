package org.example.morse;

import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads Morse code such as {@code ... --- ...}: every letter becomes one token. */
public final class MorseTokenizer implements Tokenizer {
    static final Modality MORSE = Modality.of("morse");

    @Override
    public Modality modality() {
        return MORSE;
    }

    @Override
    public List<String> mediaTypes() {
        return List.of("text/x-morse");
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        String start = StandardCharsets.ISO_8859_1.decode(head.duplicate()).toString();
        return start.matches("[-. /\\s]*[-.][-. /\\s]*");
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    /**
     * One row for each way through the Morse tree: a leading 1, then 0 for a dot and 1 for a dash.
     */
    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return List.of(WeightSpec.required("letters.weight", new WeightSpec.Normal(1), 64, width));
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        Options options = part.options(options());
        part.weights().require(part.name(), weights(options, part.width()));
        return new MorseSession(part.name(), options, part.weights().get("letters.weight"));
    }
}
