package io.metatransformer.core;

import io.metatransformer.api.DifferentiableEncoder;
import io.metatransformer.api.Encoder;
import io.metatransformer.api.EncoderPullback;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainableTokenizer;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.LearningTokenizer;
import io.metatransformer.core.fit.PassingEncoder;
import io.metatransformer.core.fit.Reading;
import io.metatransformer.core.fit.Upstream;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.model.OpenPart;
import io.metatransformer.core.model.Words;
import io.metatransformer.core.plugin.Guard;
import io.metatransformer.core.plugin.Offer;
import java.util.ArrayList;
import java.util.List;

/** Begins to train what makes the features of a model: its encoder, and tokenizers as examples need them. */
final class Upstreams {
    private final Installed installed;
    private final Model model;
    private final FitPlan plan;

    /** @param model leased for as long as what is opened here */
    Upstreams(Installed installed, Model model, FitPlan plan) {
        this.installed = installed;
        this.model = model;
        this.plan = plan;
    }

    /** @param reading with the tokenizers that were fitted to the examples, which learn instead of the model's */
    Upstream open(Reading reading) {
        return new Upstream(this::recognised, modality -> tokenizer(modality, reading), encoder());
    }

    private Input recognised(Input given) {
        return given.modality().equals(Item.AUTO) ? given.as(installed.recognise(given)) : given;
    }

    private PassingEncoder encoder() {
        Offer<Encoder> offer = installed.encoder();
        Lease<Encoder> lease = offer.lease().orElseThrow(() -> left("the encoder"));
        try {
            if (!(lease.get() instanceof DifferentiableEncoder service)) {
                throw new MetaTransformerException(
                        ErrorCode.UNSUPPORTED,
                        "encoder '"
                                + installed.encoderName()
                                + "' hands no gradient on: train where the encoder runs in the process");
            }
            ModelPart part = model.encoderPart();
            Guard guard = offer.guard();
            EncoderPullback pullback =
                    guard.call("beginning to learn", () -> service.differentiate(part));
            return new PassingEncoder(
                    pullback,
                    guard,
                    () -> {
                        try (lease) {
                            guard.run("closing", pullback::close);
                        }
                    });
        } catch (Throwable e) {
            lease.close();
            throw e;
        }
    }

    private LearningTokenizer tokenizer(Modality modality, Reading reading) {
        Offer<Tokenizer> offer = installed.tokenizer(modality);
        Lease<Tokenizer> lease = offer.lease().orElseThrow(() -> left("tokenizer " + modality));
        try {
            if (!(lease.get() instanceof TrainableTokenizer service)) {
                throw new MetaTransformerException(
                        ErrorCode.UNSUPPORTED,
                        "tokenizer '"
                                + modality
                                + "' learns nothing; these do: "
                                + String.join(", ", trainable()));
            }
            OpenPart part =
                    reading.tokenizers().containsKey(modality)
                            ? OpenPart.of(reading.tokenizers().get(modality))
                            : model.tokenizerPart(modality, service, offer.guard());
            return learning(modality, service, offer.guard(), part, lease);
        } catch (Throwable e) {
            lease.close();
            throw e;
        }
    }

    private LearningTokenizer learning(
            Modality modality,
            TrainableTokenizer service,
            Guard guard,
            OpenPart part,
            Lease<Tokenizer> lease) {
        try {
            if (!plan.allowRandomWeights()
                    && Words.of(part.part().origins()).containsKey("random")) {
                throw Refusals.randomWeights("tokenizer '" + modality + "'", model.name());
            }
            TokenizerTraining training =
                    guard.call(
                            "beginning to learn",
                            () -> service.train(part.part(), plan.settings().rules()));
            return new LearningTokenizer(
                    part.part(),
                    training,
                    guard,
                    () -> {
                        try (lease;
                                part) {
                            guard.run("closing", training::close);
                        }
                    });
        } catch (Throwable e) {
            part.close();
            throw e;
        }
    }

    private static MetaTransformerException left(String what) {
        return new MetaTransformerException(
                ErrorCode.UNKNOWN_MODALITY, "the plugin of " + what + " was just removed");
    }

    private List<String> trainable() {
        List<String> names = new ArrayList<>();
        installed
                .now()
                .tokenizers()
                .forEach(
                        (modality, offer) -> {
                            try (Lease<Tokenizer> lease = offer.lease().orElse(null)) {
                                if (lease != null && lease.get() instanceof TrainableTokenizer) {
                                    names.add(modality.id());
                                }
                            }
                        });
        return names;
    }
}
