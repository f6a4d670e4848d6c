package io.metatransformer.modality.audio;

import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Reads sound as patches of its spectrogram. Found by {@link java.util.ServiceLoader}. */
public final class AudioTokenizer implements Tokenizer {

    @Override
    public Modality modality() {
        return Modality.AUDIO;
    }

    @Override
    public List<String> mediaTypes() {
        return SoundFormat.allMediaTypes();
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        return SoundFormat.of(head).isPresent();
    }

    @Override
    public List<Option> options() {
        return AudioOptionList.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        TokenOptions tokens = TokenOptions.from(options);
        int kernel = tokens.kernel().orElse(tokens.usualKernel());
        return AudioWeights.specs(tokens, kernel, kernel, width);
    }

    /** The tokenizer of the reference's audio model, of Data2Seq, or of an Audio Spectrogram Transformer. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return AudioWeights.adopt(checkpoint);
    }

    @Override
    public Map<String, Object> configure(Weights adopted, Map<String, Object> encoder) {
        return AdoptedOptions.of(adopted);
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        Options options = part.options(options());
        return new AudioSession(
                part,
                options,
                AudioEmbedding.open(part, AudioOptions.from(options), TokenOptions.from(options)));
    }
}
