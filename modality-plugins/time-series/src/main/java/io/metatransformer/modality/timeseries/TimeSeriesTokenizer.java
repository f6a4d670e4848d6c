package io.metatransformer.modality.timeseries;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainableTokenizer;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.TokenTraining;
import io.metatransformer.series.Frequency;
import io.metatransformer.series.MissingValues;
import io.metatransformer.series.Scaling;
import io.metatransformer.tables.NpyFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads time series, a token per step or patch. Found by {@link java.util.ServiceLoader}. */
public final class TimeSeriesTokenizer implements TrainableTokenizer {
    /** The object of a series, or a CSV file whose second line starts with a day. */
    private static final Pattern SERIES =
            Pattern.compile(
                    "\\s*\\{\\s*\"(values|timestamps)\"\\s*:.*|[^\\n]+\\n\"?\\d{4}-\\d{2}-\\d{2}[T \",;].*",
                    Pattern.DOTALL);

    @Override
    public Modality modality() {
        return Modality.TIME_SERIES;
    }

    @Override
    public List<String> mediaTypes() {
        return List.of("text/csv", "application/json", "application/x-npy");
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        return NpyFile.recognises(head)
                || SERIES.matcher(StandardCharsets.UTF_8.decode(head.duplicate())).matches();
    }

    @Override
    public List<Option> options() {
        return SeriesOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return SeriesWeights.specs(options, width);
    }

    /**
     * The encoder's side ({@code enc_embedding.*}) of a forecaster that the reference trained, or the same tensors
     * without that prefix.
     */
    @Override
    public Weights adopt(Weights checkpoint) {
        return checkpoint.renamed(SeriesWeights::own);
    }

    /** Channels and how times enter are what the tensors were trained for. */
    @Override
    public Map<String, Object> configure(Weights adopted, Map<String, Object> encoder) {
        return SeriesWeights.configure(adopted);
    }

    /** Mean and standard deviation of every channel, gaps filled. */
    @Override
    public Map<String, Object> learn(Input training, Options options) {
        RawSeries series = new SeriesReader(options, SeriesLimits.WIDEST).read(training);
        double[] filled =
                MissingValues.fill(
                        training.name(),
                        options.text("missing"),
                        series.values(),
                        series.channels());
        return Scaling.learned(filled, series.channels().size());
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        Options options = checked(part);
        return new TimeSeriesSession(part.name(), part.width(), options, embedding(part, options));
    }

    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        Options options = checked(start);
        // Its own layers are not run: it says how series are prepared, and which layers there are.
        try (SeriesEmbedding embedding = embedding(start, options)) {
            SeriesTraining layers = new SeriesTraining(new SeriesPreparation(options, embedding));
            return TokenTraining.of(start, rules, SeriesTraining::learns, layers);
        }
    }

    private static SeriesEmbedding embedding(ModelPart part, Options options) {
        return options.text("embedding").equals("patches")
                ? new PatchEmbedding(part, options)
                : new StepEmbedding(part, options);
    }

    private Options checked(ModelPart part) {
        Options options = part.options(options());
        if (!options.text("frequency").equals("auto")) {
            Frequency.of(options.text("frequency"));
        }
        if (options.text("embedding").equals("patches")
                && options.integer("channels") > options.integer("max_tokens")) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    part.name() + ": 'max_tokens' must hold at least a patch of every channel");
        }
        boolean sinusoids = options.flag("position") || options.text("temporal").equals("fixed");
        if (sinusoids && part.width() % 2 != 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    part.name()
                            + ": sinusoids need an even width, the encoder's is "
                            + part.width());
        }
        part.weights().require(part.name(), weights(options, part.width()));
        return options;
    }
}
