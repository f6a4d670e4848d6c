package io.metatransformer.core;

import io.metatransformer.api.Head;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.PartInfo;
import io.metatransformer.core.plugin.Catalogue;
import io.metatransformer.core.plugin.Offer;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Describes what is installed and what the models bring, for people and for the doors. */
final class Inventory {
    private final Installed installed;
    private final Models models;

    @Inject
    Inventory(Installed installed, Models models) {
        this.installed = installed;
        this.models = models;
    }

    List<ModalityInfo> modalities() {
        List<ModalityInfo> infos = new ArrayList<>();
        installed
                .now()
                .tokenizers()
                .forEach(
                        (modality, offer) ->
                                infos.add(
                                        new ModalityInfo(
                                                modality,
                                                offer.plugin(),
                                                ask(offer, Tokenizer::mediaTypes),
                                                ask(offer, Tokenizer::options),
                                                uses(modality))));
        return infos;
    }

    private List<ModalityInfo.Use> uses(Modality modality) {
        List<ModalityInfo.Use> uses = new ArrayList<>();
        for (Model model : models.all()) {
            model.manifest()
                    .part(PartInfo.Kind.TOKENIZER, modality.id())
                    .ifPresent(
                            part ->
                                    uses.add(
                                            new ModalityInfo.Use(
                                                    model.name(),
                                                    part.config(),
                                                    part.words(),
                                                    maxTokens(model, modality))));
        }
        return uses;
    }

    private static OptionalInt maxTokens(Model model, Modality modality) {
        Optional<Lease<Opened<TokenizerSession>>> open = model.openTokenizer(modality);
        if (open.isEmpty()) {
            return OptionalInt.empty();
        }
        try (Lease<Opened<TokenizerSession>> lease = open.get()) {
            Opened<TokenizerSession> tokenizer = lease.get();
            return OptionalInt.of(
                    tokenizer.guard().call("describing", tokenizer.session()::maxTokens));
        }
    }

    /** Heads that need no part of a model, then those that models bring. */
    List<HeadInfo> heads() {
        Catalogue now = installed.now();
        List<HeadInfo> infos = new ArrayList<>();
        now.heads()
                .forEach(
                        (name, offer) -> {
                            if (needsNoWeights(offer)) {
                                infos.add(
                                        new HeadInfo(
                                                name,
                                                name,
                                                Optional.of(offer.plugin()),
                                                ask(offer, Head::options),
                                                Optional.empty(),
                                                Map.of(),
                                                Map.of()));
                            }
                        });
        for (Model model : models.all()) {
            Manifest manifest = model.manifest();
            manifest.parts().stream()
                    .filter(part -> part.kind() == PartInfo.Kind.HEAD)
                    .forEach(part -> infos.add(head(manifest, part, now)));
        }
        return infos;
    }

    private static HeadInfo head(Manifest manifest, PartInfo part, Catalogue now) {
        String service = PartOpener.service(part);
        Optional<Offer<Head>> offer = Optional.ofNullable(now.heads().get(service));
        List<Option> options = offer.map(o -> ask(o, Head::options)).orElse(List.of());
        return new HeadInfo(
                part.name(),
                service,
                offer.map(Offer::plugin),
                options,
                Optional.of(manifest.name()),
                part.config(),
                part.words());
    }

    private static boolean needsNoWeights(Offer<Head> offer) {
        try {
            return ask(
                    offer,
                    head ->
                            head.weights(Options.defaults(head.options()), 1).stream()
                                    .noneMatch(WeightSpec::required));
        } catch (MetaTransformerException e) {
            return false; // it cannot even say without options that only a part of a model sets
        }
    }

    List<EncoderInfo> encoders() {
        List<EncoderInfo> infos = new ArrayList<>();
        Set<String> chosen = new TreeSet<>();
        try {
            chosen.add(installed.encoderName());
        } catch (MetaTransformerException e) {
            chosen.clear(); // none is chosen: the list below shows what there is
        }
        installed
                .now()
                .encoders()
                .forEach(
                        (name, offer) ->
                                infos.add(
                                        new EncoderInfo(
                                                name,
                                                offer.plugin(),
                                                ask(offer, encoder -> encoder.options()),
                                                chosen.contains(name))));
        return infos;
    }

    private static <S, R> R ask(Offer<S> offer, Function<S, R> question) {
        try (Lease<S> lease = offer.lease().orElseThrow(() -> left(offer))) {
            return offer.guard().call("describing", () -> question.apply(lease.get()));
        }
    }

    private static MetaTransformerException left(Offer<?> offer) {
        return Refusals.invalid("plugin " + offer.plugin() + " was removed just now; ask again");
    }
}
