package io.metatransformer.cli.demo;

import io.metatransformer.core.Provenance;
import io.metatransformer.core.model.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that the page shows.
 *
 * @param model that answered
 * @param exhibits by the id of their modality
 * @param withoutSample modalities that are installed, but have no sample
 * @param parts encoder, head and tokenizers that took part
 * @param version of this platform
 * @param made when it was measured
 */
public record Report(
        Manifest model,
        List<Exhibit> exhibits,
        List<String> withoutSample,
        List<Provenance.Part> parts,
        String version,
        Instant made) {

    public Report {
        exhibits = List.copyOf(exhibits);
        withoutSample = List.copyOf(withoutSample);
        parts = List.copyOf(parts);
    }

    /** Those that were not refused. */
    public List<Exhibit> shown() {
        return exhibits.stream().filter(each -> each.outcome().isPresent()).toList();
    }

    /** Whether any weight that took part was drawn at random. */
    public boolean untrained() {
        return parts.stream().anyMatch(Provenance.Part::usesRandomWeights);
    }

    /** The space that all embeddings share; absent if they may not be compared. */
    public Optional<String> space() {
        Set<Optional<String>> spaces =
                shown().stream()
                        .map(each -> each.outcome().orElseThrow().space())
                        .collect(Collectors.toSet());
        return spaces.size() == 1 ? spaces.iterator().next() : Optional.empty();
    }

    /** Whether similarities say anything about the inputs. */
    public boolean comparable() {
        return !untrained() && space().isPresent();
    }

    /** Cosine between two embeddings, -1 to 1. */
    static double similarity(Exhibit one, Exhibit other) {
        float[] a = one.outcome().orElseThrow().embedding();
        float[] b = other.outcome().orElseThrow().embedding();
        double dot = 0;
        double normA = 0;
        double normB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            normA += (double) a[i] * a[i];
            normB += (double) b[i] * b[i];
        }
        return normA == 0 || normB == 0 ? 0 : dot / Math.sqrt(normA * normB);
    }
}
