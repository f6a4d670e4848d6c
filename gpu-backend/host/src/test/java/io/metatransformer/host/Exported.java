package io.metatransformer.host;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.converter.EncoderExporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Encoders on disk, written by the converter as an installation has them. */
final class Exported {
    private Exported() {}

    static ModelPart part(Path temp, EncoderConfig config, Weights weights) {
        return part(temp, config, weights, Map.of());
    }

    static ModelPart part(
            Path temp, EncoderConfig config, Weights weights, Map<String, Object> options) {
        Path folder = temp.resolve("encoder");
        EncoderExporter.export(config, weights, folder, Progress.NONE);
        return at(folder, config.dim(), options);
    }

    static ModelPart at(Path folder, int width, Map<String, Object> options) {
        return new ModelPart(
                "base/encoder", width, options, Weights.none(), Map.of(), Optional.of(folder));
    }
}
