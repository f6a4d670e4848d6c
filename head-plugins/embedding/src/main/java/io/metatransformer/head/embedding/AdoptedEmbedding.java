package io.metatransformer.head.embedding;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of a checkpoint makes embeddings, under this head's names. */
final class AdoptedEmbedding implements Weights {
    private static final List<String> AS_THEY_ARE =
            List.of("norm.weight", "norm.bias", EmbeddingHead.PROJECTION);
    private static final String FROM_THE_LEFT = "visual.proj";
    private static final List<String> LINEAR_LAYERS =
            List.of("visual_projection.weight", "visual.head.proj.weight", "head.proj.weight");

    private final Weights checkpoint;
    private final Map<String, String> names = new LinkedHashMap<>();

    AdoptedEmbedding(Weights checkpoint) {
        this.checkpoint = checkpoint;
        for (String name : checkpoint.names()) {
            if (AS_THEY_ARE.contains(name)) {
                names.put(name, name);
            } else if (isProjection(name)) {
                names.putIfAbsent(EmbeddingHead.PROJECTION, name);
            }
        }
    }

    private boolean isProjection(String name) {
        boolean known = name.equals(FROM_THE_LEFT) || LINEAR_LAYERS.contains(name);
        return known && checkpoint.shape(name).length == 2;
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(names.keySet());
    }

    @Override
    public int[] shape(String name) {
        int[] shape = checkpoint.shape(names.getOrDefault(name, name));
        return isTurned(name) ? new int[] {shape[1], shape[0]} : shape;
    }

    @Override
    public Tensor get(String name) {
        Tensor tensor = checkpoint.get(names.getOrDefault(name, name));
        return isTurned(name) ? transposed(tensor) : tensor;
    }

    private boolean isTurned(String name) {
        return LINEAR_LAYERS.contains(names.getOrDefault(name, name));
    }

    private static Tensor transposed(Tensor matrix) {
        int rows = matrix.size(0);
        int cols = matrix.size(1);
        float[] from = matrix.toArray();
        float[] to = new float[from.length];
        for (int i = 0; i < from.length; i++) {
            to[i % cols * rows + i / cols] = from[i];
        }
        return Tensor.of(to, cols, rows);
    }
}
