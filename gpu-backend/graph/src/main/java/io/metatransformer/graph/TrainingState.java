package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Session;

/** All of a training that decides its next steps, as tensors. */
final class TrainingState {
    private static final String WEIGHT = "weight/";
    private static final String MEMORY = "memory/";
    private static final String STEPS = "steps";

    private final String name;
    private final Session session;
    private final Parameters parameters;
    private final Map<String, Memory> memories;

    TrainingState(
            String name, Session session, Parameters parameters, Map<String, Memory> memories) {
        this.name = name;
        this.session = session;
        this.parameters = parameters;
        this.memories = memories;
    }

    Weights copy(int steps) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        List<Transfer.Out> read = new ArrayList<>();
        parameters
                .used()
                .forEach(each -> read.add(parameters.out(each, v -> all.put(WEIGHT + each, v))));
        memories.forEach((each, memory) -> read.add(memory.out(v -> all.put(MEMORY + each, v))));
        Transfer.out(session, read);
        all.put(STEPS, Tensor.of(new float[] {steps >>> 16, steps & 0xffff}, 2));
        return Weights.of(all);
    }

    /**
     * @return how many steps there were
     */
    int restore(Weights state) {
        Weights now = copy(0);
        if (!now.names().equals(state.names())) {
            throw foreign("other tensors");
        }
        for (String each : now.names()) {
            if (!Arrays.equals(now.shape(each), state.shape(each))) {
                throw foreign("'" + each + "' in another shape");
            }
        }
        Weights weights =
                state.renamed(
                        each ->
                                each.startsWith(WEIGHT)
                                        ? Optional.of(each.substring(WEIGHT.length()))
                                        : Optional.empty());
        List<Transfer.In> set = new ArrayList<>();
        parameters.used().forEach(each -> set.add(parameters.in(each, weights)));
        memories.forEach((each, memory) -> set.add(memory.in(state.get(MEMORY + each))));
        Transfer.in(session, set, done -> {});
        float[] steps = state.get(STEPS).toArray();
        return ((int) steps[0] << 16) + (int) steps[1];
    }

    private MetaTransformerException foreign(String what) {
        return new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS, name + ": this is the state of another training: " + what);
    }
}
