package io.metatransformer.cli;

import io.metatransformer.api.WeightOrigin;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.Provenance;
import io.metatransformer.core.model.Manifest;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says it of weights that nobody trained, wherever their values could be taken for meaning. */
final class Untrained {
    private Untrained() {}

    /**
     * Whether a model's encoder has never been trained. Such a model is for plumbing and says so itself; only a
     * mixture of trained and random weights could be mistaken for more than it is.
     */
    static boolean throughout(Manifest manifest) {
        return !manifest.encoderOrigins().isEmpty()
                && manifest.encoderOrigins().values().stream()
                        .allMatch(origin -> origin instanceof WeightOrigin.Random);
    }

    /** As {@link #throughout(Manifest)}, of the model that answers when this one is asked for. */
    static boolean throughout(MetaTransformer mt, Optional<String> model) {
        String name = model.orElse(InstallationOptions.DEFAULT_MODEL);
        return mt.models().stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each -> each.manifest().stream())
                .anyMatch(Untrained::throughout);
    }

    /** One line for the person who reads the answer; absent if every weight has been trained. */
    static Optional<String> warning(Provenance provenance) {
        if (!provenance.usesRandomWeights()) {
            return Optional.empty();
        }
        String parts =
                provenance.parts().stream()
                        .filter(Provenance.Part::usesRandomWeights)
                        .map(
                                part ->
                                        part.name()
                                                + " "
                                                + part.kind().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return Optional.of(
                "UNTRAINED: model '"
                        + provenance.model()
                        + "' has weights that were never trained ("
                        + parts
                        + "): shapes and times are real, the values mean nothing.");
    }
}
