package io.metatransformer.head.forecasting;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Wiring;
import io.metatransformer.head.pooling.Standardisation;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * All tokens of a segment one after the other, the column of a feature together, through one linear layer. Where
 * each channel is a segment of its own, all of them go through the same layer.
 *
 * <pre>
 *   [S, n, D] ──▶ [S, D · n] ──▶ [S, P · C / S] ──▶ [P, C]
 * </pre>
 *
 * <p>Source: the head of PatchTST (arXiv 2211.14730).
 */
final class FlattenDecoder implements Decoder {
    static final String LINEAR = "head.linear";
    private static final String TOKENS = "tokens";
    private static final int HEADER = 2;

    /**
     * With so many inputs a step of Adam moves the output about as far as the learning rate says; with more, inputs
     * are made smaller, or every step would be too long.
     */
    private static final double EASY_WIDTH = 64;

    private final String name;
    private final ForecastingOptions options;
    private final int segments;
    private final int in;
    private final Standardisation standardisation;

    private FlattenDecoder(
            String name,
            ForecastingOptions options,
            int segments,
            int in,
            Standardisation standardisation) {
        this.name = name;
        this.options = options;
        this.segments = segments;
        this.in = in;
        this.standardisation = standardisation;
    }

    /**
     * Layers for inputs like this one.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} if the segments are not the answered
     *     channels
     */
    static FlattenDecoder of(String name, ForecastingOptions options, FloatBuffer content) {
        int segments = (int) content.get(0);
        int in = (int) content.get(1);
        if (segments != 1 && segments != options.channels()) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + " answers "
                            + options.channels()
                            + " channels, the input has "
                            + segments);
        }
        return new FlattenDecoder(name, options, segments, in, Standardisation.none(in));
    }

    /** Layers of these weights. */
    static FlattenDecoder of(String name, ForecastingOptions options, Weights weights) {
        int[] shape = weights.shape(LINEAR + ".weight");
        int all = Math.multiplyExact(options.horizon(), options.channels());
        boolean fits = shape[0] == all || shape[0] == options.horizon();
        if (!fits) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    name
                            + ": '"
                            + LINEAR
                            + ".weight' has "
                            + shape[0]
                            + " outputs; "
                            + options.horizon()
                            + " steps of "
                            + options.channels()
                            + " channels need "
                            + all
                            + ", or "
                            + options.horizon()
                            + " if each channel is a segment");
        }
        int segments = shape[0] == all ? 1 : options.channels();
        return new FlattenDecoder(
                name, options, segments, shape[1], Standardisation.none(shape[1]));
    }

    /** What a part declares, which does not know its inputs. */
    static List<WeightSpec> declared() {
        return List.of(
                WeightSpec.required(LINEAR + ".weight", new WeightSpec.Normal(0.02), -1, -1),
                WeightSpec.required(LINEAR + ".bias", new WeightSpec.Constant(0), -1));
    }

    /**
     * Segments and their width, then their tokens.
     *
     * @param indices of the answered channels
     */
    static FloatBuffer content(SeriesTokens series, Optional<int[]> indices) {
        int n = series.length();
        int D = series.width();
        int[] chosen =
                series.segments() == 1
                        ? new int[1]
                        : indices.orElseGet(() -> IntStream.range(0, series.segments()).toArray());
        int in = Math.multiplyExact(n, D);
        FloatBuffer content =
                Tensor.allocate(Math.addExact(HEADER, Math.multiplyExact(chosen.length, in)));
        content.put(chosen.length).put(in);
        for (int segment : chosen) {
            FloatBuffer rows = series.rows(segment);
            for (int d = 0; d < D; d++) {
                for (int token = 0; token < n; token++) {
                    content.put(rows.get(token * D + d));
                }
            }
        }
        return content.flip();
    }

    @Override
    public List<WeightSpec> specs() {
        int out = options.horizon() * options.channels() / segments;
        return List.of(
                WeightSpec.required(LINEAR + ".weight", new WeightSpec.Normal(0.02), out, in),
                WeightSpec.required(LINEAR + ".bias", new WeightSpec.Constant(0), out));
    }

    @Override
    public Operand<TFloat32> values(Layers layers, Wiring wiring) {
        var tf = layers.tf();
        var rows = layers.linear(wiring.input(TOKENS, -1, in), LINEAR);
        if (segments == 1) {
            return rows;
        }
        int P = options.horizon();
        var bySegment = tf.reshape(rows, tf.constant(new int[] {-1, segments, P}));
        var byStep = tf.linalg.transpose(bySegment, tf.constant(new int[] {0, 2, 1}));
        return tf.reshape(byStep, tf.constant(new int[] {-1, P * segments}));
    }

    @Override
    public Map<String, Tensor> inputs(List<FloatBuffer> contents) {
        return Map.of(TOKENS, standardisation.rows(name, rows(contents)));
    }

    private List<Tensor> rows(List<FloatBuffer> contents) {
        List<Tensor> rows = new ArrayList<>();
        for (FloatBuffer content : contents) {
            if (content.get(0) != segments || content.get(1) != in) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        name
                                + " reads "
                                + segments
                                + " x "
                                + in
                                + " values, got "
                                + (int) content.get(0)
                                + " x "
                                + (int) content.get(1)
                                + ": the series is too long or too short; option 'last' of the"
                                + " tokenizer of time series reads its end alone");
            }
            for (int s = 0; s < segments; s++) {
                rows.add(Tensor.of(content.slice(HEADER + s * in, in), in));
            }
        }
        return rows;
    }

    @Override
    public Decoder scaledTo(List<FloatBuffer> contents) {
        Standardisation fitted =
                Standardisation.of(rows(contents)).dividedBy(Math.max(1, in / EASY_WIDTH));
        return new FlattenDecoder(name, options, segments, in, fitted);
    }

    @Override
    public Weights folded(Weights weights) {
        return standardisation.folded(weights, LINEAR);
    }

    @Override
    public Weights unfolded(Weights weights) {
        return standardisation.unfolded(weights, LINEAR);
    }
}
