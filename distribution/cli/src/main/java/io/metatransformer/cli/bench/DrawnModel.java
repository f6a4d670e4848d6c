package io.metatransformer.cli.bench;

import io.metatransformer.api.Modality;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.cli.importing.ExportedEncoder;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.core.model.PartInfo;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A model of the released size, B16, whose weights are drawn: it is as slow as the real one, and means nothing. */
public final class DrawnModel {
    public static final String NAME = "b16";

    private static final EncoderConfig B16 = EncoderConfig.plain(768, 12, 12);
    private static final long SEED = 1;

    private DrawnModel() {}

    /**
     * Writes it; a few hundred megabytes.
     *
     * @param mt over the folder of models that it is written to
     * @param like a model whose tokenizers' settings are taken over, so that they read the same inputs
     */
    public static void write(MetaTransformer mt, Path models, Manifest like, Progress progress) {
        try (ExportedEncoder encoder =
                ExportedEncoder.write(B16, new Drawn(B16), models, progress)) {
            ModelDraft draft = encoder.draft(NAME, new WeightOrigin.Random(SEED)).drawMissing(SEED);
            like.parts().stream()
                    .filter(part -> part.kind() == PartInfo.Kind.TOKENIZER)
                    .forEach(part -> draft.tokenizer(Modality.of(part.name()), part.config()));
            mt.write(draft, progress);
        }
    }

    /** Each tensor is drawn when it is asked for, so that they never lie in memory together. */
    private static final class Drawn implements Weights {
        private final Map<String, WeightSpec> specs = new LinkedHashMap<>();

        Drawn(EncoderConfig config) {
            config.weights().forEach(spec -> specs.put(spec.name(), spec));
        }

        @Override
        public Set<String> names() {
            return Collections.unmodifiableSet(specs.keySet());
        }

        @Override
        public int[] shape(String name) {
            return specs.get(name).shape();
        }

        @Override
        public Tensor get(String name) {
            return specs.get(name).draw(SEED);
        }
    }
}
