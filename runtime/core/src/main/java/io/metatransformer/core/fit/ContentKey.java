package io.metatransformer.core.fit;

import io.metatransformer.api.Input;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import io.metatransformer.core.digest.Sha256;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What an item or a target is made of, as a digest: bytes, modality and options, but no name. */
final class ContentKey {
    private ContentKey() {}

    /** Nothing for tokens and features, which are cheaper to read than to look up. */
    static Optional<String> of(Item item) {
        if (!(item instanceof Item.Raw raw)) {
            return Optional.empty();
        }
        StringBuilder parts = new StringBuilder();
        for (Input input : raw.inputs()) {
            parts.append(input.modality()).append('\n');
            parts.append(input.options()).append('\n');
            parts.append(Sha256.of(content(input))).append('\n');
        }
        return Optional.of(Sha256.of(parts.toString()));
    }

    private static ByteBuffer content(Input input) {
        if (input.tensor().isEmpty()) {
            return input.bytes(Integer.MAX_VALUE);
        }
        return content(input.tensor().get());
    }

    /** Of everything that the target says. */
    static String of(Target target) {
        if (target instanceof Target.Numbers numbers) {
            return Sha256.of(content(numbers.values()));
        }
        if (target instanceof Target.Continuation next) {
            return Sha256.of(
                    Sha256.of(content(next.values()))
                            + Sha256.of(content(next.past()))
                            + Sha256.of(content(next.deviation()))
                            + next.season());
        }
        if (target instanceof Target.Hidden series) {
            return Sha256.of(
                    Sha256.of(content(series.values())) + Sha256.of(content(series.hidden())));
        }
        if (target instanceof Target.Mask mask) {
            return Sha256.of(mask.labels() + Sha256.of(content(mask.classes())));
        }
        if (target instanceof Target.PointLabels points) {
            return Sha256.of(points.labels() + Sha256.of(content(points.classes())));
        }
        return Sha256.of(target.toString()); // records of text and single numbers
    }

    private static ByteBuffer content(Tensor tensor) {
        int[] shape = tensor.shape();
        ByteBuffer bytes = ByteBuffer.allocate(4 * (shape.length + tensor.elements()));
        for (int size : shape) {
            bytes.putInt(size);
        }
        bytes.slice().asFloatBuffer().put(tensor.data());
        return bytes.rewind();
    }
}
