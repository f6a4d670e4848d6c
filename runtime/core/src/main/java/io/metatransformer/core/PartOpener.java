package io.metatransformer.core;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.core.batch.BatchSettings;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.ModelFolder;
import io.metatransformer.core.model.OpenPart;
import io.metatransformer.core.model.PartInfo;
import io.metatransformer.core.model.PartWeights;
import io.metatransformer.core.model.Words;
import io.metatransformer.core.plugin.Guard;
import io.metatransformer.core.plugin.Offer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens sessions of plugins on parts of models; what was opened is closed again if a later step fails. */
final class PartOpener {
    private final ModelSettings settings;
    private final BatchSettings batches;
    private final PipelineListener listener;

    @Inject
    PartOpener(ModelSettings settings, BatchSettings batches, PipelineListener listener) {
        this.settings = settings;
        this.batches = batches;
        this.listener = listener;
    }

    /** Name of the head service that a part is for. */
    static String service(PartInfo part) {
        return String.valueOf(part.config().getOrDefault("head", part.name()));
    }

    Slot.Closable<EncoderLane> encoder(
            ModelFolder folder, String name, Encoder service, Offer<Encoder> offer) {
        Manifest manifest = folder.manifest();
        ModelPart part = encoderPart(folder);
        EncoderSession session = offer.guard().call("opening", () -> service.open(part));
        try {
            if (session.width() != part.width()) {
                throw Refusals.badModel(
                        "model.json says dim "
                                + part.width()
                                + ", the encoder is "
                                + session.width()
                                + " wide");
            }
            EncoderLane lane =
                    EncoderLane.warmedUp(
                            manifest.name(), session, offer.guard(), batches, listener);
            Provenance.Part provenance =
                    new Provenance.Part(
                            Provenance.Kind.ENCODER,
                            name,
                            offer.plugin(),
                            Words.of(manifest.encoderOrigins()));
            return new Slot.Closable<>(
                    new Opened<>(lane, offer.guard(), provenance, part.config(), Options.none()),
                    lane::close);
        } catch (Throwable e) {
            session.close();
            throw e;
        }
    }

    private void requireLicence(Manifest manifest) {
        boolean commercial =
                manifest.licence().map(licence -> licence.commercialUse()).orElse(false);
        if (settings.requireCommercialUse() && !commercial) {
            throw Refusals.badModel(
                    "the licence of model '"
                            + manifest.name()
                            + "' does not allow commercial use, which this installation requires");
        }
    }

    Slot.Closable<TokenizerSession> tokenizer(
            ModelFolder folder, Modality modality, Tokenizer service, Offer<Tokenizer> offer) {
        OpenPart part = tokenizerPart(folder, modality, service, offer.guard());
        return tokenizer(part, modality, service, offer);
    }

    /** A model's tokenizer, or one with every required tensor drawn where it brings none. */
    OpenPart tokenizerPart(ModelFolder folder, Modality modality, Tokenizer service, Guard guard) {
        return folder.manifest()
                .part(PartInfo.Kind.TOKENIZER, modality.id())
                .map(folder::open)
                .orElseGet(() -> drawn(folder.manifest(), modality, service, guard));
    }

    /** A model's encoder with the options of this process. */
    ModelPart encoderPart(ModelFolder folder) {
        requireLicence(folder.manifest());
        return folder.encoder(settings.encoderOptions());
    }

    /** @param part closed when the session is */
    Slot.Closable<TokenizerSession> tokenizer(
            OpenPart part, Modality modality, Tokenizer service, Offer<Tokenizer> offer) {
        Guard guard = offer.guard();
        return opened(
                part,
                service::options,
                () -> guard.call("opening", () -> service.open(part.part())),
                TokenizerSession::close,
                new Provenance.Part(
                        Provenance.Kind.TOKENIZER,
                        modality.id(),
                        offer.plugin(),
                        Words.of(part.part().origins())),
                guard);
    }

    /** For a model that brings nothing for the modality: every required tensor drawn from a fixed seed. */
    private static OpenPart drawn(
            Manifest manifest, Modality modality, Tokenizer service, Guard guard) {
        PartWeights weights =
                PartWeights.given(Weights.none(), Map.of())
                        .completed(specs(manifest, service, guard), ModelSettings.RANDOM_SEED);
        return OpenPart.of(
                new ModelPart(
                        manifest.name() + "/tokenizers/" + modality,
                        manifest.encoder().dim(),
                        Map.of(),
                        weights.weights(),
                        weights.origins(),
                        Optional.empty()));
    }

    /**
     * @throws MetaTransformerException with {@link io.metatransformer.api.ErrorCode#BAD_WEIGHTS} if the
     *     tokenizer cannot do without weights that the model does not bring
     */
    void requireWeightless(Manifest manifest, Modality modality, Offer<Tokenizer> offer) {
        try (Lease<Tokenizer> lease = offer.lease().orElse(null)) {
            if (lease != null
                    && specs(manifest, lease.get(), offer.guard()).stream()
                            .anyMatch(WeightSpec::required)) {
                throw Refusals.missingPart("modality '" + modality + "'", manifest.name());
            }
        }
    }

    private static List<WeightSpec> specs(Manifest manifest, Tokenizer service, Guard guard) {
        return guard.call(
                "listing its weights",
                () ->
                        service.weights(
                                Options.defaults(service.options()), manifest.encoder().dim()));
    }

    Slot.Closable<HeadSession> head(
            ModelFolder folder,
            String name,
            Optional<PartInfo> info,
            Head service,
            Offer<Head> offer) {
        Guard guard = offer.guard();
        info.ifPresent(part -> requireItsEncoder(folder.manifest(), part));
        OpenPart part =
                info.map(folder::open)
                        .orElseGet(() -> weightless(folder.manifest(), name, service, guard));
        return opened(
                part,
                service::options,
                () -> guard.call("opening", () -> service.open(part.part())),
                HeadSession::close,
                new Provenance.Part(
                        Provenance.Kind.HEAD,
                        name,
                        offer.plugin(),
                        Words.of(part.part().origins())),
                guard);
    }

    /** What was learnt from the features of one encoder makes no sense of those of another. */
    private static void requireItsEncoder(Manifest manifest, PartInfo head) {
        Object learntOn = head.config().get("encoder_fingerprint");
        if (learntOn != null && !learntOn.equals(manifest.fingerprint())) {
            throw Refusals.badModel(
                    "head '"
                            + head.name()
                            + "' was made with another encoder than that of model '"
                            + manifest.name()
                            + "'; fit it again");
        }
    }

    private static OpenPart weightless(Manifest manifest, String name, Head service, Guard guard) {
        int width = manifest.encoder().dim();
        boolean needsWeights;
        try {
            needsWeights =
                    guard.call(
                            "listing its weights",
                            () ->
                                    service
                                            .weights(Options.defaults(service.options()), width)
                                            .stream()
                                            .anyMatch(WeightSpec::required));
        } catch (MetaTransformerException e) {
            needsWeights =
                    true; // an option that it cannot do without is not set, such as its labels
        }
        if (needsWeights) {
            throw Refusals.missingPart("head '" + name + "'", manifest.name());
        }
        return OpenPart.of(
                ModelPart.of(manifest.name() + "/heads/" + name, width, Map.of(), Weights.none()));
    }

    private interface Open<T> {
        T open();
    }

    private interface Close<T> {
        void close(T session);
    }

    private static <T> Slot.Closable<T> opened(
            OpenPart part,
            Supplier<List<Option>> declared,
            Open<T> open,
            Close<T> close,
            Provenance.Part provenance,
            Guard guard) {
        try {
            Options options = part.part().options(guard.call("listing its options", declared));
            T session = open.open();
            return new Slot.Closable<>(
                    new Opened<>(session, guard, provenance, part.part().config(), options),
                    () -> {
                        try (part) {
                            guard.run("closing", () -> close.close(session));
                        }
                    });
        } catch (Throwable e) {
            part.close();
            throw e;
        }
    }
}
