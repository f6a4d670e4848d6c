package io.metatransformer.core.plugin;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.Head;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tokenizer;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What all installed plugins offer at one moment, by name. Immutable. */
public record Catalogue(
        Map<Modality, Offer<Tokenizer>> tokenizers,
        Map<String, Offer<Encoder>> encoders,
        Map<String, Offer<Head>> heads) {

    public Catalogue {
        tokenizers = Collections.unmodifiableMap(new TreeMap<>(tokenizers));
        encoders = Collections.unmodifiableMap(new TreeMap<>(encoders));
        heads = Collections.unmodifiableMap(new TreeMap<>(heads));
    }

    static Catalogue of(Collection<Plugin> plugins) {
        Map<Modality, Offer<Tokenizer>> tokenizers = new TreeMap<>();
        Map<String, Offer<Encoder>> encoders = new TreeMap<>();
        Map<String, Offer<Head>> heads = new TreeMap<>();
        for (Plugin plugin : plugins) {
            tokenizers.putAll(plugin.tokenizers());
            encoders.putAll(plugin.encoders());
            heads.putAll(plugin.heads());
        }
        return new Catalogue(tokenizers, encoders, heads);
    }
}
