package io.metatransformer.core.model;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.Set;
import java.util.TreeSet;

/** A checkpoint that remembers which of its tensors were taken. */
final class Claims implements Weights {
    private final Weights checkpoint;
    private final Set<String> unclaimed;

    Claims(Weights checkpoint) {
        this.checkpoint = checkpoint;
        this.unclaimed = new TreeSet<>(checkpoint.names());
    }

    @Override
    public Set<String> names() {
        return checkpoint.names();
    }

    @Override
    public int[] shape(String name) {
        return checkpoint.shape(name);
    }

    @Override
    public Tensor get(String name) {
        Tensor tensor = checkpoint.get(name);
        unclaimed.remove(name);
        return tensor;
    }

    Set<String> unclaimed() {
        return unclaimed;
    }
}
