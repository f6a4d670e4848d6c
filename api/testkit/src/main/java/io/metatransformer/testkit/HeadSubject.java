package io.metatransformer.testkit;

import io.metatransformer.api.Features;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;

/** What a plugin's test says of its head; every method but one has an answer for the usual case. */
abstract class HeadSubject {

    /** The head is found by this. */
    protected abstract String name();

    /** Width of the encoder that it is tried with. */
    protected int width() {
        return 32;
    }

    /** What the model says of it: options, and what describes the part. */
    protected Map<String, Object> config() {
        return Map.of();
    }

    /** Weights that it is tried with: drawn as declared. Override where a declared size is open. */
    protected Weights weights() {
        return WeightPromises.drawn(specs());
    }

    /** Features that it answers: of many lengths and layouts. A head that reads one layout overrides. */
    protected List<Features> samples() {
        return SeededRows.sequences(width()).stream()
                .map(sequence -> Features.of(sequence.tokens(), sequence.segments()))
                .toList();
    }

    /** Features of a layout that it cannot answer; a head that reads every layout has none. */
    protected List<Features> unreadable() {
        return List.of();
    }

    /** Package-private: outside of the contract's own tests, a plugin is found and not handed in. */
    Head service() {
        return Installed.one(Head.class, Head::name, name());
    }

    final List<WeightSpec> specs() {
        return service().weights(options(), width());
    }

    final Options options() {
        return part(config(), Weights.none()).options(service().options());
    }

    final ModelPart part(Map<String, Object> config, Weights weights) {
        return ModelPart.of("contract/heads/" + name(), width(), config, weights);
    }

    final HeadSession open() {
        return service().open(part(config(), weights()));
    }
}
