package io.metatransformer.modality.graph;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.testkit.TokenizerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The promises of every tokenizer, kept by the reference's defaults and by a model with every kind of id. */
class GraphTokenizerContractTest {

    abstract static class Of extends TokenizerContract {
        @Override
        protected Modality modality() {
            return Modality.GRAPH;
        }

        @Override
        protected List<Input> samples() {
            return List.of(
                    file("ethanol.json"),
                    file("ethanol.graphml"),
                    file("ethanol.edges.csv"),
                    Input.of(Modality.GRAPH, "CCO".getBytes(StandardCharsets.UTF_8))
                            .named("ethanol.smi"),
                    Input.of(
                            Modality.GRAPH,
                            "{\"num_nodes\":3,\"edges\":[[0,1],[1,1]],\"edge_features\":[[1],[0]]}"
                                    .getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        protected boolean hasSignature(Input sample) {
            return !sample.name().endsWith(".smi");
        }

        @Override
        protected Optional<Input> tooLarge() {
            String graph = "{\"num_nodes\":2000000000,\"edges\":[]}";
            return Optional.of(Input.of(Modality.GRAPH, graph.getBytes(StandardCharsets.UTF_8)));
        }

        private static Input file(String name) {
            try {
                return GraphGoldenTest.input(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    class AsTheReferenceTrained extends Of {}

    @Nested
    class WithEverything extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of("orf_node_id", true, "rand_node_id", true, "orf_node_id_dim", 2);
        }
    }

    @Nested
    class WithoutIds extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of("lap_node_id", false, "type_id", false);
        }
    }
}
