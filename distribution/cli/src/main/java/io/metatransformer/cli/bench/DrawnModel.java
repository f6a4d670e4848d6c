package io.metatransformer.cli.bench;

import io.metatransformer.api.Modality;
import io.metatransformer.api.Progress;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.cli.importing.ExportedEncoder;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.core.model.PartInfo;
import java.nio.file.Path;

/** A model of the released size, B16, whose weights are drawn: it is as slow as the real one, and means nothing. */
public final class DrawnModel {
    public static final String NAME = "b16";

    private static final EncoderConfig B16 = EncoderConfig.plain(768, 12, 12);
    private static final long SEED = DrawnWeights.SEED;

    private DrawnModel() {}

    /**
     * Writes it; a few hundred megabytes.
     *
     * @param mt over the folder of models that it is written to
     * @param like a model whose tokenizers' settings are taken over, so that they read the same inputs
     */
    public static void write(MetaTransformer mt, Path models, Manifest like, Progress progress) {
        try (ExportedEncoder encoder =
                ExportedEncoder.write(B16, new DrawnWeights(B16), models, progress)) {
            ModelDraft draft = encoder.draft(NAME, new WeightOrigin.Random(SEED)).drawMissing(SEED);
            like.parts().stream()
                    .filter(part -> part.kind() == PartInfo.Kind.TOKENIZER)
                    .forEach(part -> draft.tokenizer(Modality.of(part.name()), part.config()));
            mt.write(draft, progress);
        }
    }
}
