package io.metatransformer.host;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.graph.Failures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.types.TFloat32;

/** Runs a loaded encoder backwards. The way back is added to its graph when it is first needed. */
final class GradientRuns {
    private static final String NOT_FINITE =
            "the gradient that reaches its tokens is NaN or infinite; a smaller learning rate may help";

    private final String name;
    private final SavedEncoder encoder;
    private final int width;
    private final Map<String, Pullback> ways = new HashMap<>();

    GradientRuns(String name, SavedEncoder encoder, int width) {
        this.name = name;
        this.encoder = encoder;
        this.width = width;
    }

    /** Gradients of the {@code items} of a batch; all in one run. */
    List<TokenGradient> run(
            List<TokenSequence> batch, List<Tensor> gradients, List<Integer> items) {
        try (PackedBatch packed = PackedBatch.of(batch, items);
                TFloat32 given = packed.beside("gradients", gradients)) {
            Signature signature = encoder.signature(packed);
            Pullback way = ways.computeIfAbsent(signature.key(), key -> way(signature));
            Session.Runner runner = encoder.bundle().session().runner();
            packed.inputs()
                    .forEach(
                            (input, tensor) ->
                                    runner.feed(signature.getInputs().get(input).name, tensor));
            runner.feed(way.given(), given).fetch(way.tokens());
            way.positions().ifPresent(runner::fetch);
            try (Result result = runner.run()) {
                return cut(packed, result, batch, items);
            }
        } catch (TensorFlowException
                | IllegalStateException
                | IllegalArgumentException
                | OutOfMemoryError e) {
            throw Failures.of(name, e);
        }
    }

    private Pullback way(Signature signature) {
        return Pullback.of(encoder.bundle().graph(), signature, width);
    }

    private static List<TokenGradient> cut(
            PackedBatch packed, Result result, List<TokenSequence> batch, List<Integer> items) {
        List<Tensor> tokens = cut(packed, result.get(0));
        List<Tensor> positions = packed.positioned() ? cut(packed, result.get(1)) : List.of();
        List<TokenGradient> cut = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            boolean own = batch.get(items.get(i)).positions().isPresent();
            cut.add(
                    new TokenGradient(
                            tokens.get(i), own ? Optional.of(positions.get(i)) : Optional.empty()));
        }
        return cut;
    }

    private static List<Tensor> cut(PackedBatch packed, org.tensorflow.Tensor values) {
        return packed.cut((TFloat32) values, ErrorCode.NON_FINITE, NOT_FINITE);
    }
}
