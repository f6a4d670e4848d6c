package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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
        parameters.used().forEach(each -> all.put(WEIGHT + each, parameters.copy(session, each)));
        memories.forEach((each, memory) -> all.put(MEMORY + each, memory.copy(session)));
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
        parameters.used().forEach(each -> parameters.set(session, each, state.get(WEIGHT + each)));
        memories.forEach((each, memory) -> memory.set(session, state.get(MEMORY + each)));
        float[] steps = state.get(STEPS).toArray();
        return ((int) steps[0] << 16) + (int) steps[1];
    }

    private MetaTransformerException foreign(String what) {
        return new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS, name + ": this is the state of another training: " + what);
    }
}
