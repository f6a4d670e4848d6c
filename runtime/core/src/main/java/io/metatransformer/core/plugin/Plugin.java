package io.metatransformer.core.plugin;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.Head;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.core.lease.Shared;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A plugin that is loaded: what it offers, by name. Retiring it closes its class loader once the last session
 * on it is closed.
 */
final class Plugin {
    private final PluginRef ref;
    private final String source;
    private final String sha256;
    private final Map<Modality, Offer<Tokenizer>> tokenizers = new TreeMap<>();
    private final Map<String, Offer<Encoder>> encoders = new TreeMap<>();
    private final Map<String, Offer<Head>> heads = new TreeMap<>();
    private final Guard guard;
    private final Shared<PluginRef> life;

    /**
     * @param source file or folder name, for messages
     * @param sha256 of what was loaded; empty if it is not known
     * @param loader that the services' threads are given
     * @param closer lets go of classes and files
     */
    Plugin(PluginRef ref, String source, String sha256, ClassLoader loader, Shared.Closer closer) {
        this.ref = ref;
        this.source = source;
        this.sha256 = sha256;
        this.guard = new Guard(ref, loader);
        this.life = new Shared<>(ref, closer);
    }

    /** Asks a service for its name and shape once, so that one that cannot say shows it now. */
    void add(Object service) {
        if (service instanceof Tokenizer tokenizer) {
            Modality modality = tokenizer.modality();
            tokenizer.mediaTypes().forEach(String::strip);
            tokenizer.options().forEach(option -> option.name().strip());
            put(tokenizers, modality, tokenizer, "tokenizer of " + modality);
        }
        if (service instanceof Encoder encoder) {
            encoder.options().forEach(option -> option.name().strip());
            put(encoders, encoder.name(), encoder, "encoder '" + encoder.name() + "'");
        }
        if (service instanceof Head head) {
            head.options().forEach(option -> option.name().strip());
            put(heads, head.name(), head, "head '" + head.name() + "'");
        }
    }

    private <K, S> void put(Map<K, Offer<S>> offers, K name, S service, String what) {
        Offer<S> offer = new Offer<>(service, ref, guard, life);
        if (offers.putIfAbsent(name, offer) != null) {
            throw Refusal.conflict(source + " offers " + what + " twice");
        }
    }

    boolean offersNothing() {
        return tokenizers.isEmpty() && encoders.isEmpty() && heads.isEmpty();
    }

    /** What both plugins claim, if anything: their id, or a name. */
    Optional<String> claimedBy(Plugin other) {
        if (ref.id().equals(other.ref.id())) {
            return Optional.of("the plugin id '" + ref.id() + "'");
        }
        return Stream.of(
                        common("modality", tokenizers, other.tokenizers),
                        common("encoder", encoders, other.encoders),
                        common("head", heads, other.heads))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> common(String kind, Map<?, ?> mine, Map<?, ?> theirs) {
        return mine.keySet().stream()
                .filter(theirs::containsKey)
                .findFirst()
                .map(name -> "the " + kind + " '" + name + "'");
    }

    PluginInfo info(PluginInfo.State state, Optional<Problem> problem) {
        return new PluginInfo(
                ref,
                state,
                source,
                sha256,
                tokenizers.keySet().stream().map(Modality::id).toList(),
                encoders.keySet().stream().toList(),
                heads.keySet().stream().toList(),
                problem);
    }

    PluginRef ref() {
        return ref;
    }

    String source() {
        return source;
    }

    String sha256() {
        return sha256;
    }

    Map<Modality, Offer<Tokenizer>> tokenizers() {
        return tokenizers;
    }

    Map<String, Offer<Encoder>> encoders() {
        return encoders;
    }

    Map<String, Offer<Head>> heads() {
        return heads;
    }

    void retire() {
        life.retire();
    }
}
