package io.metatransformer.host;

import io.metatransformer.api.Features;
import java.util.List;

/** What an encoder answers: features of each sequence, in order. Immutable: in one JVM it goes by reference. */
public record FeatureBatch(List<Features> features) {
    public FeatureBatch {
        features = List.copyOf(features);
    }
}
