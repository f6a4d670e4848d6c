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
import java.util.function.Consumer;

/** Measures every tokenizer on its sample beside the encoder on the same tokens: which one is waited for? */
public final class TokenizerBench {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

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
     * @param alone requests made one after the other
     * @param together requests made by as many threads as there are processors
     */
    public record Row(
            String modality,
            String sample,
            int tokens,
            double tokenize,
            double encode,
            Load alone,
            Load together) {

        /** How long the tokenizer takes for each unit of the encoder's time. */
        public double ratio() {
            return tokenize / encode;
        }

        /** How many times as many inputs a second are tokenized when requests come in parallel. */
        public double scaling() {
            return together.perSecond() / alone.perSecond();
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
                encode.millis(0.5),
                Load.of(time, 1, () -> mt.tokenize(raw).values()),
                Load.of(time, PROCESSORS, () -> mt.tokenize(raw).values()));
    }

    /**
     * Tokenizes each sample many times.
     *
     * @param calls for each modality
     * @param heard is told of each as it is done
     */
    public void soak(Samples samples, int calls, Consumer<Growth> heard) {
        for (ModalityInfo modality : mt.modalities()) {
            samples.of(modality.modality()).ifPresent(each -> heard.accept(growth(each, calls)));
        }
    }

    private Growth growth(Input sample, int calls) {
        Request raw = request(Item.of(sample));
        List<Soak.Mark> marks = new Soak(calls, () -> mt.tokenize(raw).values()).run(mark -> {});
        return new Growth(sample.modality().id(), calls, marks);
    }

    /**
     * Memory over many calls of one tokenizer.
     *
     * @param marks of the process, as {@link Soak} makes them
     */
    public record Growth(String modality, int calls, List<Soak.Mark> marks) {
        public Growth {
            marks = List.copyOf(marks);
        }
    }

    private Request request(Item item) {
        return Request.of(item).withModel(model).withRandomWeightsAllowed();
    }
}
