package io.metatransformer.raster;

import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.TokenLayers;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The patch embedding of many pictures in one run, to be trained: {@link PatchEmbedding} with the patches of all
 * pictures back to back. Learned positions of other grids are mixtures of the table's rows, which learn by them.
 */
final class PatchLayers implements TokenLayers {
    private static final String PATCHES = "patches";
    private static final String ROWS = "row_of_token";
    private static final String MIXING = "mixing";
    private static final String ADDED = "position_of_token";

    private final PatchShape shape;
    private final PatchCutter cutter;
    private final int width;

    PatchLayers(PatchShape shape, PatchCutter cutter, int width) {
        this.shape = shape;
        this.cutter = cutter;
        this.width = width;
    }

    @Override
    public PreparedInput prepare(Input input) {
        PatchCutter.Cut cut = cutter.cut(input);
        return new PreparedInput(cut.segment(), Map.of(PATCHES, cut.patches()));
    }

    @Override
    public Map<String, Tensor> joined(List<PreparedInput> batch) {
        Map<String, Tensor> inputs = new HashMap<>();
        List<Tensor> patches = new ArrayList<>();
        batch.forEach(each -> patches.add(each.values().get(PATCHES)));
        inputs.put(PATCHES, stacked(patches));
        if (shape.prefix() > 0) {
            inputs.put(ROWS, rowsOfTokens(batch));
        }
        if (shape.sinusoids()) {
            PositionTable table = PositionTable.sinusoids(shape.prefix(), width);
            List<Tensor> added = new ArrayList<>();
            batch.forEach(each -> added.add(table.rows(grid(each).rows(), grid(each).cols())));
            inputs.put(ADDED, stacked(added));
        }
        shape.learned().ifPresent(learned -> putMixing(learned, batch, inputs));
        return inputs;
    }

    /** Each token's row below the class token, which is row 0. */
    private static Tensor rowsOfTokens(List<PreparedInput> batch) {
        float[] rows = new float[batch.stream().mapToInt(e -> e.segment().length()).sum()];
        int at = 0;
        int next = 1;
        for (PreparedInput each : batch) {
            Segment segment = each.segment();
            at += segment.specialTokens(); // those are 0, the class token
            for (int i = 0; i < segment.layout().length(); i++) {
                rows[at++] = next++;
            }
        }
        return Tensor.of(rows, rows.length);
    }

    /** One mixing per grid, and the row of it that each token takes. */
    private void putMixing(
            PatchShape.Learned learned, List<PreparedInput> batch, Map<String, Tensor> inputs) {
        PositionTable table = learned.mixing(shape.prefix());
        Map<Layout.Grid, Integer> starts = new HashMap<>();
        List<Tensor> mixings = new ArrayList<>();
        float[] rows = new float[batch.stream().mapToInt(e -> e.segment().length()).sum()];
        int next = 0;
        int at = 0;
        for (PreparedInput each : batch) {
            Layout.Grid grid = grid(each);
            if (!starts.containsKey(grid)) {
                starts.put(grid, next);
                mixings.add(table.rows(grid.rows(), grid.cols()));
                next += mixings.get(mixings.size() - 1).size(0);
            }
            for (int i = 0; i < each.segment().length(); i++) {
                rows[at++] = starts.get(grid) + i;
            }
        }
        inputs.put(MIXING, stacked(mixings));
        inputs.put(ADDED, Tensor.of(rows, rows.length));
    }

    private static Layout.Grid grid(PreparedInput input) {
        return (Layout.Grid) input.segment().layout();
    }

    private static Tensor stacked(List<Tensor> parts) {
        int columns = parts.get(0).size(1);
        int rows = parts.stream().mapToInt(part -> part.size(0)).sum();
        FloatBuffer all = Tensor.allocate(Math.multiplyExact(rows, columns));
        parts.forEach(part -> all.put(part.data()));
        return Tensor.of(all.flip(), rows, columns);
    }

    @Override
    public void build(Layers layers, Entry entry) {
        Ops tf = layers.tf();
        var zero = tf.constant(0);
        Operand<TFloat32> rows =
                layers.linear(entry.input(PATCHES, -1, shape.values()), PatchWeights.PROJECTION);
        if (shape.prefix() > 0) {
            var token = layers.parameter(PatchWeights.CLASS_TOKEN);
            var row = tf.reshape(token, tf.constant(new int[] {1, width}));
            rows = tf.gather(tf.concat(List.of(row, rows), zero), entry.integers(ROWS, -1), zero);
        }
        if (shape.sinusoids()) {
            rows = layers.add(rows, entry.input(ADDED, -1, width));
        }
        if (shape.learned().isPresent()) {
            int L = shape.learned().get().length();
            var table = layers.parameter(PatchWeights.POSITIONS);
            var flat = tf.reshape(table, tf.constant(new int[] {L, width}));
            var mixed = tf.linalg.matMul(entry.input(MIXING, -1, L), flat);
            rows = layers.add(rows, tf.gather(mixed, entry.integers(ADDED, -1), zero));
        }
        entry.output(TOKENS, shape.normed(layers, rows));
    }
}
