package io.metatransformer.cli.bench;

import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.cli.samples.Samples;
import io.metatransformer.core.Item;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModalityInfo;
import io.metatransformer.core.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures every tokenizer on its sample beside the encoder on the same tokens: which one is waited for? */
public final class TokenizerBench {
    private final MetaTransformer mt;
    private final String model;
    private final Duration time;

    /** @param time that each of the two is measured for */
    public TokenizerBench(MetaTransformer mt, String model, Duration time) {
        this.mt = mt;
        this.model = model;
        this.time = time;
    }

    /**
     * One modality.
     *
     * @param sample name of the file
     * @param tokenize median, decoding included, in milliseconds
     * @param encode median of this sequence alone, in milliseconds
     */
    public record Row(String modality, String sample, int tokens, double tokenize, double encode) {

        /** How long the tokenizer takes for each unit of the encoder's time. */
        public double ratio() {
            return tokenize / encode;
        }
    }

    /**
     * One row for each installed modality that has a sample.
     *
     * @throws MetaTransformerException if a sample is refused
     */
    public List<Row> run(Samples samples, Progress progress) {
        List<ModalityInfo> modalities = mt.modalities();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < modalities.size(); i++) {
            progress.report("tokenizers", i, modalities.size());
            samples.of(modalities.get(i).modality()).map(this::row).ifPresent(rows::add);
        }
        progress.report("tokenizers", modalities.size(), modalities.size());
        return rows;
    }

    private Row row(Input sample) {
        Request raw = request(Item.of(sample));
        TokenSequence tokens = mt.tokenize(raw).values().get(0);
        Request made = request(Item.of(tokens));
        Timings tokenize = Timings.of(time, () -> mt.tokenize(raw).values());
        Timings encode = Timings.of(time, () -> mt.encode(made).values());
        return new Row(
                sample.modality().id(),
                sample.name(),
                tokens.length(),
                tokenize.millis(0.5),
                encode.millis(0.5));
    }

    private Request request(Item item) {
        return Request.of(item).withModel(model).withRandomWeightsAllowed();
    }
}
