package io.metatransformer.head.forecasting;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.series.Calendar;
import io.metatransformer.series.CircularWindows;
import io.metatransformer.series.Feature;
import io.metatransformer.series.Frequency;
import io.metatransformer.series.Positions;
import io.metatransformer.series.Sinusoids;
import io.metatransformer.series.Times;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The decoder's own tokenizer: a convolution over the values at t - 1, t and t + 1, what the calendar says of t,
 * and the sinusoids of the position, added up. Tensors as in the tokenizer of time series, under {@code
 * dec_embedding}.
 */
final class DecoderEmbedding {
    static final String PREFIX = "dec_embedding.";
    static final String VALUES = PREFIX + "value_embedding.tokenConv";
    private static final String FEATURES = PREFIX + "temporal_embedding.embed";
    private static final String POSITIONS = PREFIX + "position_embedding.pe";
    private static final List<String> WORDS = List.of("month", "day", "weekday", "hour", "minute");
    private static final int[] ROWS = {13, 32, 7, 24, 4};

    private final AttentionOptions options;

    DecoderEmbedding(AttentionOptions options) {
        this.options = options;
    }

    /**
     * @param channels of what the decoder reads; -1 where the weights decide
     */
    List<WeightSpec> specs(int D, int channels) {
        List<WeightSpec> specs = new ArrayList<>();
        int fanIn = CircularWindows.KERNEL * Math.max(1, channels);
        var kaiming = new WeightSpec.Normal(Math.sqrt(2.0 / fanIn));
        specs.add(
                WeightSpec.required(
                        VALUES + ".weight", kaiming, D, channels, CircularWindows.KERNEL));
        if (options.temporal().equals("timeF")) {
            int columns = columns().size();
            var start = new WeightSpec.Uniform(1 / Math.sqrt(columns));
            specs.add(WeightSpec.required(FEATURES + ".weight", start, D, columns));
        } else if (!options.temporal().equals("none")) {
            for (int t = 0; t < ROWS.length; t++) {
                if (options.temporal().equals("fixed")) {
                    specs.add(WeightSpec.optional(table(t), ROWS[t], D));
                } else if (counts(t)) {
                    specs.add(WeightSpec.required(table(t), new WeightSpec.Normal(1), ROWS[t], D));
                }
            }
        }
        if (options.position()) {
            specs.add(WeightSpec.optional(POSITIONS, 1, -1, D));
        }
        return specs;
    }

    /** The table of quarters of the hour is there for series that have them. */
    private boolean counts(int table) {
        return table < ROWS.length - 1
                || options.frequency().isEmpty()
                || options.frequency().get() == Frequency.T;
    }

    private String table(int t) {
        return PREFIX
                + "temporal_embedding."
                + WORDS.get(t)
                + (options.temporal().equals("fixed") ? "_embed.emb.weight" : "_embed.weight");
    }

    private List<Feature> columns() {
        return options.frequency()
                .map(Frequency::features)
                .orElseGet(() -> List.of(Feature.values()));
    }

    /** Numbers that the calendar says of a step. */
    int marks() {
        return switch (options.temporal()) {
            case "timeF" -> columns().size();
            case "none" -> 0;
            default -> Arrays.stream(ROWS).sum();
        };
    }

    /**
     * What the calendar says of each time, {@code [L, marks]}: features, or a 1 in the row of each table that a
     * time looks up. Zeros where times are not known.
     *
     * @param own frequency of the series, for a model that does not set one
     */
    float[] marks(Optional<Times> times, int length, Frequency own) {
        float[] marks = new float[Math.multiplyExact(length, marks())];
        if (times.isEmpty() || marks() == 0) {
            return marks;
        }
        Frequency frequency = options.frequency().orElse(own);
        if (options.temporal().equals("timeF")) {
            double[] features = Calendar.features(times.get(), columns(), frequency.features());
            for (int i = 0; i < marks.length; i++) {
                marks[i] = (float) features[i];
            }
            return marks;
        }
        int[] rows = Calendar.marks(times.get());
        for (int step = 0; step < length; step++) {
            int from = step * marks();
            for (int t = 0; t < ROWS.length; from += ROWS[t++]) {
                if (t < ROWS.length - 1 || frequency == Frequency.T) {
                    marks[from + rows[step * Calendar.MARKS + t]] = 1;
                }
            }
        }
        return marks;
    }

    /**
     * @param windows {@code [B · L, 3 · channels]}
     * @param marks {@code [B · L, marks]}, if there are any
     * @param batch B
     * @return {@code [B · L, D]}
     */
    Operand<TFloat32> tokens(
            Layers layers,
            Operand<TFloat32> windows,
            Optional<Operand<TFloat32>> marks,
            int length,
            Operand<TInt32> batch,
            Weights weights) {
        var tf = layers.tf();
        var tokens = layers.linear(windows, VALUES);
        if (marks.isPresent()) {
            tokens = layers.add(tokens, calendar(layers, marks.get(), weights));
        }
        if (options.position()) {
            int D = layers.shape(VALUES + ".weight")[0];
            float[] rows = new Positions(D, weights.find(POSITIONS)).rows(length);
            var positions = tf.reshape(tf.constant(rows), tf.constant(new int[] {length, D}));
            var times = tf.stack(List.of(batch, tf.constant(1)));
            tokens = layers.add(tokens, tf.tile(positions, times));
        }
        return tokens;
    }

    private Operand<TFloat32> calendar(Layers layers, Operand<TFloat32> marks, Weights weights) {
        if (options.temporal().equals("timeF")) {
            return layers.linear(marks, FEATURES);
        }
        var tf = layers.tf();
        Operand<TFloat32> sum = null;
        for (int t = 0, from = 0; t < ROWS.length; from += ROWS[t++]) {
            if (options.temporal().equals("learned") && !counts(t)) {
                continue;
            }
            var own =
                    tf.slice(
                            marks,
                            tf.constant(new int[] {0, from}),
                            tf.constant(new int[] {-1, ROWS[t]}));
            var part = tf.linalg.matMul(own, rows(layers, t, weights));
            sum = sum == null ? part : layers.add(sum, part);
        }
        return sum;
    }

    private Operand<TFloat32> rows(Layers layers, int t, Weights weights) {
        if (options.temporal().equals("learned")) {
            return layers.parameter(table(t));
        }
        var tf = layers.tf();
        int D = layers.shape(VALUES + ".weight")[0];
        float[] values =
                weights.find(table(t))
                        .map(Tensor::toArray)
                        .orElseGet(() -> new Sinusoids(D).table(ROWS[t]));
        return tf.reshape(tf.constant(values), tf.constant(new int[] {ROWS[t], D}));
    }
}
