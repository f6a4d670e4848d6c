package io.metatransformer.head.forecasting;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Wiring;
import io.metatransformer.series.CircularWindows;
import io.metatransformer.series.Stamp;
import io.metatransformer.series.TimeStep;
import io.metatransformer.series.Times;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.types.TFloat32;

/**
 * The reference's decoder: it reads the last known values again, followed by zeros for the horizon, with the times
 * of all of them, and attends to every token.
 */
final class AttentionDecoder implements Decoder {
    private static final String MEMORY = "memory";
    private static final String WINDOWS = "windows";
    private static final String MARKS = "marks";
    private static final int HEADER = 2;

    private final String name;
    private final ForecastingOptions options;
    private final DecoderEmbedding embedding;
    private final Weights weights; // for tables that are not learnt
    private final int width;
    private final int channels; // of what it reads

    private AttentionDecoder(
            String name, ForecastingOptions options, Weights weights, int width, int channels) {
        this.name = name;
        this.options = options;
        this.embedding = new DecoderEmbedding(options.attention());
        this.weights = weights;
        this.width = width;
        this.channels = channels;
        if (width % options.attention().heads() != 0 || width % 2 != 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    name
                            + ": the decoder's width, "
                            + width
                            + ", is even and a multiple of option 'heads', got "
                            + options.attention().heads());
        }
    }

    /** Layers for inputs like this one. */
    static AttentionDecoder of(
            String name,
            ForecastingOptions options,
            Weights weights,
            int width,
            FloatBuffer content) {
        return new AttentionDecoder(name, options, weights, width, (int) content.get(1));
    }

    /** Layers of these weights. */
    static AttentionDecoder of(
            String name, ForecastingOptions options, Weights weights, int width) {
        int channels = weights.shape(DecoderEmbedding.VALUES + ".weight")[1];
        return new AttentionDecoder(name, options, weights, width, channels);
    }

    /** What a part declares, which does not know its inputs. */
    static List<WeightSpec> declared(ForecastingOptions options, int width) {
        return specs(options, width, -1);
    }

    private static List<WeightSpec> specs(ForecastingOptions options, int width, int channels) {
        var specs =
                new ArrayList<>(new DecoderEmbedding(options.attention()).specs(width, channels));
        specs.addAll(DecoderLayers.specs(options.attention(), width, options.channels()));
        return specs;
    }

    /**
     * Tokens and channels, then the tokens {@code [N, D]}, then for the L steps that the decoder reads the windows
     * {@code [L, 3 · channels]} and what the calendar says {@code [L, marks]}.
     */
    static FloatBuffer content(SeriesTokens series, ForecastingOptions options) {
        int label = options.attention().label();
        int length = Math.addExact(label, options.horizon());
        Tensor scaled = series.scaled();
        int steps = scaled.size(0);
        int channels = scaled.size(1);
        if (steps < label) {
            throw series.refusal(
                    "reads the last " + label + " steps again, the series has " + steps);
        }
        float[] read = new float[Math.multiplyExact(length, channels)];
        scaled.data().get((steps - label) * channels, read, 0, label * channels);
        float[] windows = CircularWindows.of(read, channels);
        float[] marks =
                new DecoderEmbedding(options.attention())
                        .marks(times(series, label, options.horizon()), length, series.frequency());
        FloatBuffer tokens = series.all().data();
        FloatBuffer content =
                Tensor.allocate(HEADER + tokens.remaining() + windows.length + marks.length);
        content.put(series.all().size(0)).put(channels);
        return content.put(tokens).put(windows).put(marks).flip();
    }

    /** Of the last known steps and of the horizon. */
    private static Optional<Times> times(SeriesTokens series, int label, int horizon) {
        Optional<Times> known = series.times();
        Optional<TimeStep> step = series.step();
        if (known.isEmpty() || step.isEmpty() || known.get().size() < Math.max(1, label)) {
            return Optional.empty();
        }
        Times.Builder times = new Times.Builder();
        int size = known.get().size();
        for (int i = size - label; i < size; i++) {
            times.add(known.get().at(i));
        }
        Stamp last = known.get().at(size - 1);
        for (int i = 1; i <= horizon; i++) {
            times.add(step.get().after(last, i));
        }
        return Optional.of(times.build());
    }

    @Override
    public List<WeightSpec> specs() {
        return specs(options, width, channels);
    }

    private int length() {
        return options.attention().label() + options.horizon();
    }

    @Override
    public Operand<TFloat32> values(Layers layers, Wiring wiring) {
        var tf = layers.tf();
        var memory = wiring.input(MEMORY, -1, -1, width);
        var windows = wiring.input(WINDOWS, -1, CircularWindows.KERNEL * channels);
        Optional<Operand<TFloat32>> marks =
                embedding.marks() == 0
                        ? Optional.empty()
                        : Optional.of(wiring.input(MARKS, -1, embedding.marks()));
        var batch = tf.stridedSlice(tf.shape(memory), Indices.at(0));
        var tokens = embedding.tokens(layers, windows, marks, length(), batch, weights);
        var rows = tf.reshape(memory, tf.constant(new int[] {-1, width}));
        var decoded =
                new DecoderLayers(layers, options.attention())
                        .decoded(tokens, length(), rows, batch);
        int C = options.channels();
        var steps = tf.reshape(decoded, tf.constant(new int[] {-1, length(), C}));
        var horizon =
                tf.slice(
                        steps,
                        tf.constant(new int[] {0, options.attention().label(), 0}),
                        tf.constant(new int[] {-1, options.horizon(), C}));
        return tf.reshape(horizon, tf.constant(new int[] {-1, options.horizon() * C}));
    }

    @Override
    public Map<String, Tensor> inputs(List<FloatBuffer> contents) {
        int B = contents.size();
        int N = (int) contents.get(0).get(0);
        int C = channels;
        int L = length();
        int ofMemory = N * width;
        int ofWindows = L * CircularWindows.KERNEL * C;
        int ofMarks = L * embedding.marks();
        FloatBuffer memory = Tensor.allocate(Math.multiplyExact(B, ofMemory));
        FloatBuffer windows = Tensor.allocate(Math.multiplyExact(B, ofWindows));
        FloatBuffer marks = Tensor.allocate(Math.multiplyExact(B, ofMarks));
        for (FloatBuffer content : contents) {
            require("tokens in every series of a batch", N, (int) content.get(0));
            require("channels", C, (int) content.get(1));
            memory.put(content.slice(HEADER, ofMemory));
            windows.put(content.slice(HEADER + ofMemory, ofWindows));
            marks.put(content.slice(HEADER + ofMemory + ofWindows, ofMarks));
        }
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put(MEMORY, Tensor.of(memory.flip(), B, N, width));
        inputs.put(WINDOWS, Tensor.of(windows.flip(), B * L, CircularWindows.KERNEL * C));
        if (embedding.marks() > 0) {
            inputs.put(MARKS, Tensor.of(marks.flip(), B * L, embedding.marks()));
        }
        return inputs;
    }

    private void require(String what, int expected, int found) {
        if (found != expected) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads " + expected + " " + what + ", got " + found);
        }
    }

    /** The reference trains it at 1e-4, a linear probe learns at 5e-3. */
    @Override
    public double rateFactor() {
        return 0.1;
    }
}
