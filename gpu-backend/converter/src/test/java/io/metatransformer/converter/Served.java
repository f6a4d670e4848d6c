package io.metatransformer.converter;

import io.metatransformer.api.Tensor;
import io.metatransformer.graph.EncoderSignature;
import io.metatransformer.graph.Floats;
import io.metatransformer.graph.NativeLibrary;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** An exported encoder, loaded as any user of SavedModels would: by the names of its signatures. */
final class Served implements AutoCloseable {
    private final SavedModelBundle bundle;

    Served(Path folder) {
        NativeLibrary.require();
        bundle =
                SavedModelBundle.loader(folder.toString())
                        .withTags("serve")
                        .withConfigProto(NativeLibrary.session())
                        .load();
    }

    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        bundle.signatures().forEach(signature -> keys.add(signature.key()));
        return keys;
    }

    /** Padded tokens {@code [B, T, D]} through a signature without positions. */
    Tensor features(String key, Tensor tokens, int... lengths) {
        try (TFloat32 x = Floats.copy(tokens)) {
            return features(key, new HashMap<>(Map.of(EncoderSignature.TOKENS, x)), lengths);
        }
    }

    /** Padded tokens and positions, both {@code [B, T, D]}. */
    Tensor features(String key, Tensor tokens, Tensor positions, int... lengths) {
        try (TFloat32 x = Floats.copy(tokens);
                TFloat32 p = Floats.copy(positions)) {
            return features(
                    key,
                    new HashMap<>(
                            Map.of(EncoderSignature.TOKENS, x, EncoderSignature.POSITIONS, p)),
                    lengths);
        }
    }

    private Tensor features(String key, Map<String, org.tensorflow.Tensor> inputs, int[] lengths) {
        try (TInt32 l = TInt32.vectorOf(lengths)) {
            inputs.put(EncoderSignature.LENGTHS, l);
            try (Result result = bundle.function(key).call(inputs)) {
                return Floats.copy((TFloat32) result.get(EncoderSignature.FEATURES).orElseThrow());
            }
        }
    }

    /** How often each operation stands in the optimised graph of the padded form. */
    Map<String, Integer> optimised(Tensor tokens, int... lengths) {
        Signature serve = bundle.function(EncoderSignature.SERVE.key()).signature();
        Map<String, Integer> counts = new TreeMap<>();
        try (TFloat32 x = Floats.copy(tokens);
                TInt32 l = TInt32.vectorOf(lengths)) {
            Session.Runner runner =
                    bundle.session()
                            .runner()
                            .feed(serve.getInputs().get(EncoderSignature.TOKENS).name, x)
                            .feed(serve.getInputs().get(EncoderSignature.LENGTHS).name, l)
                            .fetch(serve.getOutputs().get(EncoderSignature.FEATURES).name)
                            .setOptions(
                                    RunOptions.newBuilder().setOutputPartitionGraphs(true).build());
            try (Result result = runner.runAndFetchMetadata()) {
                for (GraphDef graph : result.getMetadata().orElseThrow().getPartitionGraphsList()) {
                    graph.getNodeList().forEach(node -> counts.merge(name(node), 1, Integer::sum));
                }
            }
        }
        return counts;
    }

    private static String name(NodeDef node) {
        if (!node.containsAttr("fused_ops")) {
            return node.getOp();
        }
        StringBuilder name = new StringBuilder(node.getOp());
        node.getAttrOrThrow("fused_ops")
                .getList()
                .getSList()
                .forEach(fused -> name.append('+').append(fused.toStringUtf8()));
        return name.toString();
    }

    @Override
    public void close() {
        bundle.close();
    }
}
