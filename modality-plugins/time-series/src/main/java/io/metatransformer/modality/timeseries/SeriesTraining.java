package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Input;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.TokenLayers;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The embedding of many series in one run, to be trained: every layer reads rows, so those of all series stand
 * one below the other. Positions and tables of the calendar are formulas, or stay as a checkpoint has them.
 */
record SeriesTraining(SeriesPreparation preparation) implements TokenLayers {

    /** Whether a tensor is one that learns. */
    static boolean learns(String tensor) {
        return tensor.startsWith(SeriesWeights.VALUES)
                || tensor.startsWith(SeriesWeights.FEATURES + ".")
                || tensor.startsWith(SeriesWeights.PATCHES);
    }

    @Override
    public PreparedInput prepare(Input input) {
        SeriesInput series = preparation.read(input);
        return new PreparedInput(
                preparation.segments(series), preparation.embedding().rows(series));
    }

    @Override
    public Map<String, Tensor> joined(List<PreparedInput> batch) {
        Map<String, Tensor> inputs = new HashMap<>();
        int rows = batch.stream().mapToInt(PreparedInput::length).sum();
        for (Map.Entry<String, Tensor> each : batch.get(0).values().entrySet()) {
            int columns = each.getValue().size(1);
            FloatBuffer all = Tensor.allocate(Math.multiplyExact(rows, columns));
            batch.forEach(item -> all.put(item.values().get(each.getKey()).data()));
            inputs.put(each.getKey(), Tensor.of(all.flip(), rows, columns));
        }
        return inputs;
    }

    @Override
    public void build(Layers layers, Entry entry) {
        preparation.embedding().build(layers, entry);
    }
}
