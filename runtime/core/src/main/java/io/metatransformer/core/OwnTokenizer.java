package io.metatransformer.core;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.core.digest.Sha256;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.TokenizerLearning;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.PartInfo;
import io.metatransformer.core.model.PartWeights;
import io.metatransformer.core.plugin.Guard;
import io.metatransformer.core.plugin.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A tokenizer fitted to the examples of one head: its options are learnt from them, its weights are drawn, since
 * those of the model are for other columns.
 */
final class OwnTokenizer implements AutoCloseable {
    private final Lease<Tokenizer> service;
    private final Offer<Tokenizer> offer;
    private final ModelPart part;
    private final TokenizerSession session;

    private OwnTokenizer(
            Lease<Tokenizer> service,
            Offer<Tokenizer> offer,
            ModelPart part,
            TokenizerSession session) {
        this.service = service;
        this.offer = offer;
        this.part = part;
        this.session = session;
    }

    /**
     * @param training the examples to learn from
     * @param seed of the weights
     */
    static OwnTokenizer learnt(
            Manifest manifest,
            Offer<Tokenizer> offer,
            TokenizerLearning learning,
            List<Example> training,
            long seed) {
        Lease<Tokenizer> service =
                offer.lease()
                        .orElseThrow(
                                () -> Refusals.unknownModality(learning.modality(), List.of()));
        try {
            Input whole = learning.whole().apply(training);
            ModelPart part =
                    offer.guard()
                            .call(
                                    "learning its options",
                                    () -> part(manifest, service.get(), learning, whole, seed));
            Guard guard = offer.guard();
            TokenizerSession session = guard.call("opening", () -> service.get().open(part));
            return new OwnTokenizer(service, offer, part, session);
        } catch (Throwable e) {
            service.close();
            throw e;
        }
    }

    private static ModelPart part(
            Manifest manifest,
            Tokenizer service,
            TokenizerLearning learning,
            Input whole,
            long seed) {
        int width = manifest.encoder().dim();
        List<Option> declared = service.options();
        Map<String, Object> config = new TreeMap<>();
        manifest.part(PartInfo.Kind.TOKENIZER, learning.modality().id())
                .ifPresent(own -> config.putAll(own.config()));
        config.keySet().removeAll(ModelPart.DESCRIPTION);
        config.putAll(learning.options());
        config.putAll(service.learn(whole, Options.of(declared, config)));
        List<WeightSpec> specs = service.weights(Options.of(declared, config), width);
        PartWeights weights = PartWeights.given(Weights.none(), Map.of()).completed(specs, seed);
        return new ModelPart(
                manifest.name() + "/tokenizers/" + learning.modality(),
                width,
                config,
                weights.weights(),
                weights.origins(),
                Optional.empty());
    }

    ModelPart part() {
        return part;
    }

    /** Equal ones make equal tokens. */
    String fingerprint() {
        return Sha256.of(part.config() + "\n" + part.origins() + "\n" + offer.plugin());
    }

    /** The examples, with tokens in place of their inputs. */
    List<Example> tokenized(List<Example> examples) {
        List<Example> tokenized = new ArrayList<>();
        for (Example example : examples) {
            Input input = input(example);
            try {
                TokenSequence tokens =
                        offer.guard().call("tokenizing", () -> session.tokenize(input));
                tokenized.add(new Example(example.name(), Item.of(tokens), example.target()));
            } catch (MetaTransformerException refusal) {
                throw refusal.at(example.name());
            }
        }
        return tokenized;
    }

    private static Input input(Example example) {
        if (example.item() instanceof Item.Raw raw && raw.inputs().size() == 1) {
            return raw.inputs().get(0);
        }
        throw new MetaTransformerException(
                ErrorCode.SCHEMA_MISMATCH,
                example.name() + ": a tokenizer is fitted to examples of one input each");
    }

    @Override
    public void close() {
        try (service) {
            offer.guard().run("closing", session::close);
        }
    }
}
