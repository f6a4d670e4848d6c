package io.metatransformer.core;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.ModelFolder;
import io.metatransformer.core.model.OpenPart;
import io.metatransformer.core.model.PartInfo;
import io.metatransformer.core.plugin.Guard;
import io.metatransformer.core.plugin.Offer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model folder as it is now, with the sessions that are open on its parts. A folder that changes becomes
 * another model; requests that began on this one end on it. Thread-safe.
 */
final class Model {
    private static final Logger LOG = LoggerFactory.getLogger(Model.class);

    private final ModelFolder folder;
    private final Installed installed;
    private final PartOpener opener;
    private final Slot<Encoder, EncoderLane> encoder;
    private final Map<Modality, Slot<Tokenizer, TokenizerSession>> tokenizers =
            new ConcurrentHashMap<>();

    /** Those that belong to heads. */
    private final Map<OwnTokenizer, Slot<Tokenizer, TokenizerSession>> ownTokenizers =
            new ConcurrentHashMap<>();

    private final Map<String, Slot<Head, HeadSession>> heads = new ConcurrentHashMap<>();

    private record OwnTokenizer(String head, Modality modality) {}

    Model(ModelFolder folder, Installed installed, PartOpener opener) {
        this.folder = folder;
        this.installed = installed;
        this.opener = opener;
        this.encoder =
                new Slot<>(
                        installed::encoder,
                        (service, offer) ->
                                opener.encoder(folder, installed.encoderName(), service, offer));
    }

    String name() {
        return folder.manifest().name();
    }

    Manifest manifest() {
        return folder.manifest();
    }

    /** The encoder, opened and warmed up if need be. */
    Lease<Opened<EncoderLane>> encoder() {
        return encoder.lease();
    }

    /** The encoder, once its files have been compared with their digests. */
    ModelPart encoderPart() {
        return opener.encoderPart(folder);
    }

    /** The model's tokenizer of a modality, or one with drawn weights; the caller closes it. */
    OpenPart tokenizerPart(Modality modality, Tokenizer service, Guard guard) {
        return opener.tokenizerPart(folder, modality, service, guard);
    }

    /** Whether the encoder is open. */
    boolean isLoaded() {
        try (Lease<?> lease = encoder.peek().orElse(null)) {
            return lease != null;
        }
    }

    /** Refuses if the queue in front of the open encoder is full. */
    void requireRoom() {
        try (Lease<Opened<EncoderLane>> lease = encoder.peek().orElse(null)) {
            if (lease != null) {
                lease.get().session().batcher().requireRoom();
            }
        }
    }

    /**
     * The tokenizer of a modality, opened if need be.
     *
     * @param allowRandom whether weights drawn at random may be used, and missing ones drawn
     */
    Lease<Opened<TokenizerSession>> tokenizer(Modality modality, boolean allowRandom) {
        Offer<Tokenizer> offer = installed.tokenizer(modality);
        boolean brought = manifest().part(PartInfo.Kind.TOKENIZER, modality.id()).isPresent();
        if (!brought && !allowRandom) {
            opener.requireWeightless(manifest(), modality, offer);
        }
        Slot<Tokenizer, TokenizerSession> slot =
                tokenizers.computeIfAbsent(
                        modality,
                        key ->
                                new Slot<>(
                                        () -> installed.tokenizer(key),
                                        (service, from) ->
                                                opener.tokenizer(folder, key, service, from)));
        return checked(slot.lease(), allowRandom, "tokenizer '" + modality + "'");
    }

    /** As {@link #tokenizer(Modality, boolean)}, for a head, which may bring one of its own. */
    Lease<Opened<TokenizerSession>> tokenizer(String head, Modality modality, boolean allowRandom) {
        Optional<PartInfo> owner = manifest().part(PartInfo.Kind.HEAD, head);
        Optional<PartInfo> own = owner.flatMap(part -> part.tokenizer(modality.id()));
        if (own.isEmpty()) {
            return tokenizer(modality, allowRandom);
        }
        Slot<Tokenizer, TokenizerSession> slot =
                ownTokenizers.computeIfAbsent(
                        new OwnTokenizer(head, modality),
                        key ->
                                new Slot<>(
                                        () -> installed.tokenizer(modality),
                                        (service, from) ->
                                                opener.tokenizer(
                                                        folder.open(owner.get(), own.get()),
                                                        modality,
                                                        service,
                                                        from)));
        return checked(
                slot.lease(), allowRandom, "tokenizer '" + modality + "' of head '" + head + "'");
    }

    /** A head of this model, or a service that needs no part of a model, opened if need be. */
    Lease<Opened<HeadSession>> head(String name, boolean allowRandom) {
        Optional<PartInfo> part = manifest().part(PartInfo.Kind.HEAD, name);
        String service = part.map(PartOpener::service).orElse(name);
        if (part.isEmpty() && !installed.now().heads().containsKey(name)) {
            throw Refusals.unknownHead(name, headNames());
        }
        installed.head(service);
        Slot<Head, HeadSession> slot =
                heads.computeIfAbsent(
                        name,
                        key ->
                                new Slot<>(
                                        () -> installed.head(service),
                                        (head, offer) ->
                                                opener.head(folder, key, part, head, offer)));
        return checked(slot.lease(), allowRandom, "head '" + name + "'");
    }

    /**
     * Opens every tokenizer and head that the model brings and a plugin is installed for, so that no request
     * has to wait for it. What cannot be opened is logged here, and refused when it is asked for.
     */
    void openParts() {
        for (PartInfo part : manifest().parts()) {
            try {
                if (part.kind() == PartInfo.Kind.TOKENIZER) {
                    tokenizer(Modality.of(part.name()), true).close();
                } else {
                    head(part.name(), true).close();
                    for (PartInfo own : part.tokenizers()) {
                        tokenizer(part.name(), Modality.of(own.name()), true).close();
                    }
                }
            } catch (MetaTransformerException e) {
                LOG.warn(
                        "{} '{}' of model '{}' is not opened: {}",
                        part.kind(),
                        part.name(),
                        name(),
                        e);
            }
        }
    }

    private TreeSet<String> headNames() {
        TreeSet<String> names = new TreeSet<>(installed.now().heads().keySet());
        manifest().parts().stream()
                .filter(part -> part.kind() == PartInfo.Kind.HEAD)
                .forEach(part -> names.add(part.name()));
        return names;
    }

    private <T> Lease<Opened<T>> checked(Lease<Opened<T>> lease, boolean allowRandom, String what) {
        if (lease.get().provenance().usesRandomWeights() && !allowRandom) {
            lease.close();
            throw Refusals.randomWeights(what, name());
        }
        return lease;
    }

    /** The tokenizer if it is open. */
    Optional<Lease<Opened<TokenizerSession>>> openTokenizer(Modality modality) {
        return Optional.ofNullable(tokenizers.get(modality)).flatMap(Slot::peek);
    }

    /** Lets go of sessions whose plugins have been replaced or removed. */
    void refresh() {
        encoder.refresh();
        tokenizers.values().forEach(Slot::refresh);
        ownTokenizers.values().forEach(Slot::refresh);
        heads.values().forEach(Slot::refresh);
    }

    /** Lets go of all sessions; each is closed when its last user is done. */
    void unload() {
        encoder.retire();
        tokenizers.values().forEach(Slot::retire);
        ownTokenizers.values().forEach(Slot::retire);
        heads.values().forEach(Slot::retire);
    }
}
