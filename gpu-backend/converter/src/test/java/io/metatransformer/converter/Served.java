package io.metatransformer.converter;

import io.metatransformer.api.Tensor;
import io.metatransformer.graph.EncoderSignature;
import io.metatransformer.graph.Floats;
import io.metatransformer.graph.NativeLibrary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
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

    /** How often each operation stands in the optimised graph of a padded signature. */
    Map<String, Integer> optimised(String key, Tensor tokens, int... lengths) {
        try (TFloat32 x = Floats.copy(tokens);
                TInt32 l = TInt32.vectorOf(lengths)) {
            return optimised(key, Map.of(EncoderSignature.TOKENS, x, EncoderSignature.LENGTHS, l));
        }
    }

    /** As {@link #optimised}, of a packed signature: {@code tokens [M, D]} of sequences of length N each. */
    Map<String, Integer> optimisedPacked(String key, Tensor tokens, int N) {
        int M = tokens.size(0);
        int[] places = IntStream.range(0, M).toArray();
        int[] lengths = new int[M / N];
        Arrays.fill(lengths, N);
        try (TFloat32 x = Floats.copy(tokens);
                TInt32 l = TInt32.vectorOf(lengths);
                TInt32 placeOfRow = TInt32.vectorOf(places);
                TInt32 rowOfPlace = TInt32.tensorOf(Shape.of(M / N, N), DataBuffers.of(places))) {
            return optimised(
                    key,
                    Map.of(
                            EncoderSignature.TOKENS,
                            x,
                            EncoderSignature.LENGTHS,
                            l,
                            EncoderSignature.ROW_OF_PLACE,
                            rowOfPlace,
                            EncoderSignature.PLACE_OF_ROW,
                            placeOfRow));
        }
    }

    private Map<String, Integer> optimised(String key, Map<String, org.tensorflow.Tensor> inputs) {
        Signature signature = bundle.function(key).signature();
        Session.Runner runner =
                bundle.session()
                        .runner()
                        .fetch(signature.getOutputs().get(EncoderSignature.FEATURES).name)
                        .setOptions(RunOptions.newBuilder().setOutputPartitionGraphs(true).build());
        inputs.forEach((input, value) -> runner.feed(signature.getInputs().get(input).name, value));
        Map<String, Integer> counts = new TreeMap<>();
        try (Result result = runner.runAndFetchMetadata()) {
            for (GraphDef graph : result.getMetadata().orElseThrow().getPartitionGraphsList()) {
                graph.getNodeList().forEach(node -> counts.merge(name(node), 1, Integer::sum));
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
