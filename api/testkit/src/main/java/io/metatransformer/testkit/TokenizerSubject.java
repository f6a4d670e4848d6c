package io.metatransformer.testkit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a plugin's test says of its tokenizer; every method but two has an answer for the usual case. */
abstract class TokenizerSubject {

    /** What the tokenizer reads; it is found by this. */
    protected abstract Modality modality();

    /** Inputs that it reads, one or more: one of each format, small. */
    protected abstract List<Input> samples();

    /** Width of the encoder that it is tried with. */
    protected int width() {
        return 32;
    }

    /** Options of the model that it is tried with. */
    protected Map<String, Object> config() {
        return Map.of();
    }

    /** Weights that it is tried with: drawn as declared. Override where a declared size is open. */
    protected Weights weights() {
        return WeightPromises.drawn(
                service().weights(Options.of(service().options(), config()), width()));
    }

    /** Whether {@code sample} is of a format that its first bytes tell; text formats may answer no. */
    protected boolean hasSignature(Input sample) {
        return true;
    }

    /** An input that would become too many tokens or exceed another limit, if there can be one. */
    protected Optional<Input> tooLarge() {
        return Optional.empty();
    }

    /**
     * How bytes of no format read here are refused. Formats without a signature find such bytes to be bad
     * text or bad syntax.
     */
    protected Set<ErrorCode> refusalsOfOtherBytes() {
        return Set.of(ErrorCode.UNSUPPORTED_FORMAT);
    }

    /** Whether training leaves a tensor as it is, where it trains others. */
    protected boolean staysAsItIs(String tensor) {
        return false;
    }

    /**
     * How far a weight is moved to see how the tokens change. Where layers have many kinks, such as the greatest of
     * a group, a smaller step stays on one side of them.
     */
    protected float probeStep() {
        return 1e-2f;
    }

    /** Package-private: outside of the contract's own tests, a plugin is found and not handed in. */
    Tokenizer service() {
        return Installed.one(Tokenizer.class, Tokenizer::modality, modality());
    }

    final ModelPart part() {
        return part(config(), weights());
    }

    final ModelPart part(Map<String, Object> config, Weights weights) {
        return ModelPart.of("contract/tokenizers/" + modality(), width(), config, weights);
    }

    final TokenizerSession open() {
        return service().open(part());
    }
}
