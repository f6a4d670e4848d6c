package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The encoder's tensors, each put together from the checkpoint's when it is asked for. */
final class MappedWeights implements Weights {

    /**
     * @param sources tensors of the checkpoint, laid one below the other; {@link Dialect#ZERO} for as many
     *     zeros as are missing
     * @param shape of the whole
     */
    record Part(List<String> sources, int[] shape) {}

    private final Weights checkpoint;
    private final Map<String, Part> parts;

    MappedWeights(Weights checkpoint, Map<String, Part> parts) {
        this.checkpoint = checkpoint;
        this.parts = Collections.unmodifiableMap(parts);
    }

    @Override
    public Set<String> names() {
        return parts.keySet();
    }

    @Override
    public int[] shape(String name) {
        return part(name).shape.clone();
    }

    @Override
    public Tensor get(String name) {
        Part part = part(name);
        if (part.sources.size() == 1) {
            return checkpoint.get(part.sources.get(0));
        }
        int elements = 1;
        for (int size : part.shape) {
            elements = Math.multiplyExact(elements, size);
        }
        FloatBuffer whole = Tensor.allocate(elements);
        for (String source : part.sources) {
            if (source.equals(Dialect.ZERO)) {
                whole.position(whole.position() + elements / part.sources.size());
            } else {
                whole.put(checkpoint.get(source).data());
            }
        }
        return Tensor.of(whole.flip(), part.shape);
    }

    private Part part(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS, "the encoder has no tensor " + FileNames.quoted(name));
        }
        return part;
    }
}
