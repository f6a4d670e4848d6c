package io.metatransformer.core.fit;

import io.metatransformer.api.PreparedInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples as far as no weight decides, kept as long as there is room: the rest is decoded in every epoch, which
 * takes a fraction of what the encoder takes. Used by one thread.
 */
final class PreparedExamples {
    private final List<Example> examples;
    private final Upstream upstream;
    private final Map<Integer, List<PreparedInput>> kept = new HashMap<>();
    private final Budget budget;

    /** Bytes that may be kept, shared by several. */
    static final class Budget {
        private long left;

        Budget(long bytes) {
            this.left = bytes;
        }

        /** An eighth of the memory that Java may use; arrays lie beside its heap, which counts the same. */
        static Budget usual() {
            return new Budget(Runtime.getRuntime().maxMemory() / 8);
        }
    }

    PreparedExamples(List<Example> examples, Upstream upstream, Budget budget) {
        this.examples = examples;
        this.upstream = upstream;
        this.budget = budget;
    }

    int size() {
        return examples.size();
    }

    List<List<PreparedInput>> get(List<Integer> indices) {
        List<List<PreparedInput>> found = new ArrayList<>();
        indices.forEach(i -> found.add(get(i)));
        return found;
    }

    private List<PreparedInput> get(int i) {
        List<PreparedInput> known = kept.get(i);
        if (known != null) {
            return known;
        }
        List<PreparedInput> made = upstream.prepare(examples.get(i));
        long bytes = made.stream().mapToLong(PreparedInput::bytes).sum();
        if (bytes <= budget.left) {
            budget.left -= bytes;
            kept.put(i, made);
        }
        return made;
    }
}
