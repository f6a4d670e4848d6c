package io.metatransformer.modality.timeseries;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Wiring;
import io.metatransformer.series.Positions;
import java.util.Map;
import java.util.Optional;

/**
 * One token per patch of steps: each channel, continued by {@code stride} copies of its last value, is cut into
 * windows every {@code stride} steps, which one linear layer without bias reads. Channels follow each other as
 * segments; positions start anew in each.
 *
 * <p>Source: PatchTST (arXiv 2211.14730).
 */
final class PatchEmbedding implements SeriesEmbedding {
    private static final String PATCHES = "patches";
    private static final String ADDED = "added";
    private static final String TOKENS = "tokens";

    private final int width;
    private final int channels;
    private final int length;
    private final int stride;
    private final Optional<Positions> positions;
    private final Network network;

    PatchEmbedding(ModelPart part, Options options) {
        width = part.width();
        channels = options.integer("channels");
        length = options.integer("patch_length");
        stride = options.integer("patch_stride");
        positions =
                options.flag("position")
                        ? Optional.of(
                                new Positions(
                                        width, part.weights().find(SeriesWeights.PATCH_POSITIONS)))
                        : Optional.empty();
        network =
                Network.build(
                        part.name(),
                        part.weights(),
                        (layers, wiring) -> build(layers, wiring.entry(Wiring.DEFAULT)));
    }

    @Override
    public void build(Layers layers, Entry entry) {
        var tokens = layers.linear(entry.input(PATCHES, -1, length), SeriesWeights.PATCHES);
        if (positions.isPresent()) {
            tokens = layers.add(tokens, entry.input(ADDED, -1, width));
        }
        entry.output(TOKENS, tokens);
    }

    @Override
    public long maxSteps(int maxTokens) {
        return (long) (maxTokens / channels - 1) * stride + length - 1;
    }

    @Override
    public int segments() {
        return channels;
    }

    @Override
    public Tensor embed(SeriesInput series) {
        return network.run(rows(series)).get(TOKENS);
    }

    @Override
    public Map<String, Tensor> rows(SeriesInput series) {
        int count = length(series);
        Tensor patches = Tensor.of(patches(series, count), channels * count, length);
        return positions.isEmpty()
                ? Map.of(PATCHES, patches)
                : Map.of(PATCHES, patches, ADDED, added(count));
    }

    @Override
    public int length(SeriesInput series) {
        int room = series.steps() + stride - length;
        if (room < 0) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    series.origin().name()
                            + ": "
                            + series.steps()
                            + " steps are too few for patches of "
                            + length
                            + " every "
                            + stride
                            + "; at least "
                            + Math.max(1, length - stride)
                            + " are needed");
        }
        return room / stride + 1;
    }

    /** {@code [C · n, length]}, channel by channel. */
    private float[] patches(SeriesInput series, int count) {
        float[] patches =
                new float[Math.multiplyExact(Math.multiplyExact(channels, count), length)];
        int last = series.steps() - 1;
        int at = 0;
        for (int channel = 0; channel < channels; channel++) {
            for (int patch = 0; patch < count; patch++) {
                for (int i = 0; i < length; i++) {
                    int step = Math.min(patch * stride + i, last);
                    patches[at++] = series.values()[step * channels + channel];
                }
            }
        }
        return patches;
    }

    private Tensor added(int count) {
        float[] rows = positions.get().rows(count);
        float[] added = new float[Math.multiplyExact(rows.length, channels)];
        for (int channel = 0; channel < channels; channel++) {
            System.arraycopy(rows, 0, added, channel * rows.length, rows.length);
        }
        return Tensor.of(added, channels * count, width);
    }

    @Override
    public void close() {
        network.close();
    }
}
