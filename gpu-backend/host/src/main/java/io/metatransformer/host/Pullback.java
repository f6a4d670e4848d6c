package io.metatransformer.host;

import static io.metatransformer.graph.EncoderSignature.FEATURES;
import static io.metatransformer.graph.EncoderSignature.POSITIONS;
import static io.metatransformer.graph.EncoderSignature.TOKENS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The way back through the graph of a SavedModel, which is added to it: the product of a gradient of the
 * features with the Jacobian of one signature.
 *
 * @param given the gradient of a loss with respect to the features, {@code [M, D]}
 * @param tokens that with respect to the tokens, {@code [M, D]}
 * @param positions that with respect to the positions, where the signature reads them
 */
record Pullback(
        Placeholder<TFloat32> given,
        Output<TFloat32> tokens,
        Optional<Output<TFloat32>> positions) {

    /** @param width of the encoder, D */
    static Pullback of(Graph graph, Signature signature, int width) {
        Placeholder<TFloat32> given =
                Ops.create(graph)
                        .withName("features_gradient")
                        .placeholder(
                                TFloat32.class,
                                Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, width)));
        boolean positioned = signature.getInputs().containsKey(POSITIONS);
        List<Output<?>> sources = new ArrayList<>();
        sources.add(output(graph, signature.getInputs().get(TOKENS).name));
        if (positioned) {
            sources.add(output(graph, signature.getInputs().get(POSITIONS).name));
        }
        Output<?>[] found =
                graph.addGradients(
                        "back_" + signature.key(),
                        new Output<?>[] {output(graph, signature.getOutputs().get(FEATURES).name)},
                        sources.toArray(Output<?>[]::new),
                        new Output<?>[] {given.asOutput()});
        return new Pullback(
                given,
                found[0].expect(TFloat32.class),
                positioned ? Optional.of(found[1].expect(TFloat32.class)) : Optional.empty());
    }

    /** A tensor of a graph by its name, such as {@code tokens:0}. */
    static Output<?> output(Graph graph, String tensor) {
        int colon = tensor.lastIndexOf(':');
        return graph.operationOrThrow(tensor.substring(0, colon))
                .output(Integer.parseInt(tensor.substring(colon + 1)));
    }
}
