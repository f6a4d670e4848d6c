package io.metatransformer.modality.graph;

import static io.metatransformer.modality.graph.Refusals.assertRefused;
import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphTokenizerTest {
    private static final GraphTokenizer TOKENIZER = new GraphTokenizer();
    private static final int WIDTH = 8;
    private static final String LOOPED =
            "{\"num_nodes\":2,\"edges\":[[0,1],[1,1]],\"edge_features\":[[3],[4]]}";

    @Test
    void one_node_without_edges_is_three_tokens() {
        try (TokenizerSession session = open(Map.of())) {
            TokenSequence tokens = session.tokenize(text("{\"num_nodes\":1,\"edges\":[]}"));

            assertEquals(3, tokens.length());
            assertEquals(2, tokens.segments().get(0).specialTokens());
        }
    }

    @Test
    void an_undirected_edge_is_two_entries_and_a_self_loop_one() {
        try (TokenizerSession session = open(Map.of())) {
            Segment segment = session.tokenize(text(LOOPED)).segments().get(0);

            assertEquals(new Layout.Set(2 + 3), segment.layout());
            assertArrayEquals(
                    new float[] {0, 1, 1, 0, 1, 1},
                    segment.origin().arrays().get("edges").toArray());
        }
    }

    @Test
    void a_directed_edge_is_one_entry_but_counts_both_ways_in_the_laplacian() {
        NumberedGraph one = numbered(text(LOOPED).withOptions(Map.of("directed", true)));
        NumberedGraph both = numbered(text(LOOPED));

        assertArrayEquals(new int[] {0, 1}, one.from());
        assertArrayEquals(new int[] {1, 1}, one.to());
        assertArrayEquals(LaplacianIds.of(both, 4, true), LaplacianIds.of(one, 4, true));
    }

    @Test
    void answers_can_be_given_in_the_users_own_node_ids() {
        String csv = "source,target\nAnna,Bert\nBert,Carla\n";
        try (TokenizerSession session = open(Map.of())) {
            Map<String, String> facts =
                    session.tokenize(text(csv)).segments().get(0).origin().facts();

            assertEquals("3", facts.get("nodes"));
            assertEquals("2", facts.get("edges"));
            assertEquals("false", facts.get("directed"));
            assertEquals("Carla", facts.get("node.2"));
        }
    }

    @Test
    void a_self_loop_has_the_type_of_a_node() {
        Map<String, Tensor> zero = new HashMap<>(drawn(Map.of()));
        zero.put(GraphWeights.NODES, Tensor.of(new float[4608 * WIDTH], 4608, WIDTH));
        zero.put(GraphWeights.EDGES, Tensor.of(new float[1536 * WIDTH], 1536, WIDTH));
        zero.put("graph_feature.lap_encoder.weight", Tensor.of(new float[WIDTH * 32], WIDTH, 32));
        float[] types = zero.get(GraphWeights.TYPES).toArray();

        try (TokenizerSession session =
                TOKENIZER.open(ModelPart.of("test", WIDTH, Map.of(), Weights.of(zero)))) {
            float[] tokens = session.tokenize(text(LOOPED)).tokens().toArray();

            for (int token = 2; token < 7; token++) {
                int type = token == 4 || token == 5 ? 0 : 1; // nodes, two ways of an edge, a loop
                assertArrayEquals(
                        Arrays.copyOfRange(types, type * WIDTH, (type + 1) * WIDTH),
                        Arrays.copyOfRange(tokens, token * WIDTH, (token + 1) * WIDTH));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "node_features, 509, 0, true",
        "node_features, 511, 0, true",
        "node_features, 512, 0, false",
        "node_features, 509, 8, true",
        "node_features, 510, 8, false",
        "node_features, 0, 9, false",
        "edge_features, 509, 2, true",
        "edge_features, 510, 2, false",
        "edge_features, 0, 3, false"
    })
    void a_category_must_have_a_row_in_its_table(
            String of, int category, int column, boolean accepted) {
        String row = "[" + "0,".repeat(column) + category + "]";
        Input input = text("{\"num_nodes\":1,\"edges\":[[0,0]],\"" + of + "\":[" + row + "]}");

        if (accepted) {
            assertEquals(1, numbered(input).nodes());
        } else {
            String owner = of.startsWith("node") ? "node '0'" : "edge 1";
            assertRefused(
                    ErrorCode.INDEX_OUT_OF_RANGE,
                    owner + ", feature " + (column + 1),
                    () -> numbered(input));
        }
    }

    @Test
    void a_graph_of_too_many_tokens_is_refused() {
        try (TokenizerSession session = open(Map.of("max_tokens", 6))) {
            assertRefused(
                    ErrorCode.LIMIT_EXCEEDED,
                    "2 nodes and 3 edge entries give 7 tokens",
                    () -> session.tokenize(text(LOOPED)));
        }
    }

    @Test
    void more_nodes_are_read_where_no_dense_matrix_is_needed() {
        Input large = text("{\"num_nodes\":5000,\"edges\":[]}");
        try (TokenizerSession session = open(Map.of("lap_node_id", false))) {
            assertEquals(5002, session.tokenize(large).length());
        }
    }

    @Test
    void a_model_cannot_ask_for_a_dense_matrix_of_any_size() {
        assertRefused(
                ErrorCode.BAD_CONFIG, "'max_nodes'", () -> open(Map.of("max_nodes", 100_000)));
    }

    @Test
    void random_vectors_depend_on_the_seed_alone() {
        Map<String, Object> config =
                Map.of("lap_node_id", false, "orf_node_id", true, "rand_node_id", true);
        try (TokenizerSession session = open(config)) {
            Tensor first = session.tokenize(text(LOOPED)).tokens();
            Input other = text(LOOPED).withOptions(Map.of("seed", 1));

            assertEquals(first, session.tokenize(text(LOOPED)).tokens());
            assertNotEquals(first, session.tokenize(other).tokens());
        }
    }

    @Test
    void eigenvectors_of_a_ring_do_not_depend_on_how_its_edges_are_written() {
        NumberedGraph one = numbered(text("source,target\na,b\nb,c\nc,d\nd,a\n"));
        String reordered = "source,target\nd,a\nc,b\nb,a\nd,c\n";
        NumberedGraph other =
                numbered(
                        text(reordered).withOptions(Map.of("nodes", "id,f\na,0\nb,0\nc,0\nd,0\n")));

        assertClose(
                "ring",
                doubles(LaplacianIds.of(one, 3, true)),
                doubles(LaplacianIds.of(other, 3, true)),
                1e-6,
                0);
    }

    @Test
    void a_wide_eigenspace_gives_the_columns_that_are_wanted() {
        // A star: the eigenvalue 1 has n - 2 vectors, so the first 4 columns cut through them.
        StringBuilder star = new StringBuilder("source,target\n");
        IntStream.range(1, 40).forEach(leaf -> star.append("c,l").append(leaf).append('\n'));
        NumberedGraph graph = numbered(text(star.toString()));

        float[] few = LaplacianIds.of(graph, 4, true);
        float[] all = LaplacianIds.of(graph, 40, true);

        for (int node = 0; node < 40; node++) {
            for (int column = 0; column < 4; column++) {
                assertEquals(all[node * 40 + column], few[node * 4 + column]);
            }
        }
    }

    @Test
    void the_solvers_own_eigenvectors_can_be_had() {
        NumberedGraph graph = numbered(text("source,target\na,b\nb,c\n"));

        float[] unique = LaplacianIds.of(graph, 3, true);
        float[] own = LaplacianIds.of(graph, 3, false);

        for (int i = 0; i < unique.length; i++) {
            assertEquals(Math.abs(unique[i]), Math.abs(own[i]), 1e-6);
        }
    }

    @Test
    void a_checkpoint_of_the_reference_gives_its_graph_features() {
        Tensor any = Tensor.of(new float[] {1}, 1);
        String prefix = "encoder.graph_encoder.";

        Weights adopted =
                TOKENIZER.adopt(
                        Weights.of(
                                Map.of(
                                        prefix + "graph_feature.atom_encoder.weight",
                                        any,
                                        prefix + "emb_layer_norm.weight",
                                        any,
                                        prefix + "layers.0.norm1.weight",
                                        any,
                                        "encoder.embed_out.weight",
                                        any)));

        assertEquals(
                Set.of("graph_feature.atom_encoder.weight", "emb_layer_norm.weight"),
                Set.copyOf(adopted.names()));
        assertEquals(
                Set.of(),
                TOKENIZER.adopt(Weights.of(Map.of("emb_layer_norm.weight", any))).names());
    }

    @Test
    void a_norm_of_half_its_tensors_is_refused() {
        Map<String, Tensor> weights = new HashMap<>(drawn(Map.of()));
        weights.put("emb_layer_norm.bias", Tensor.of(new float[WIDTH], WIDTH));

        assertRefused(
                ErrorCode.BAD_WEIGHTS,
                "emb_layer_norm.weight",
                () -> TOKENIZER.open(ModelPart.of("test", WIDTH, Map.of(), Weights.of(weights))));
    }

    @Test
    void a_preview_draws_every_node_and_edge_of_a_small_graph() {
        try (TokenizerSession session = open(Map.of())) {
            Preview preview =
                    session.preview(text("source,target\n<a>,b\nb,c\nc,c\n")).orElseThrow();

            String svg = StandardCharsets.UTF_8.decode(preview.bytes()).toString();
            assertEquals("3 nodes, 3 edges", preview.caption());
            assertEquals(3, svg.split("<circle").length - 1);
            assertEquals(2, svg.split("<line").length - 1);
            assertTrue(svg.contains("&lt;a&gt;"), svg);
        }
    }

    @Test
    void a_preview_of_a_large_graph_stays_small_and_says_what_it_leaves_out() {
        StringBuilder csv = new StringBuilder("source,target\n");
        for (int i = 0; i < 6000; i++) {
            csv.append(i % 700).append(',').append(i * 31 % 700).append('\n');
        }
        try (TokenizerSession session = open(Map.of())) {
            Preview preview = session.preview(text(csv.toString())).orElseThrow();

            assertTrue(preview.caption().startsWith("700 nodes, 6000 edges; drawn are 300 and "));
            assertTrue(preview.bytes().remaining() < Preview.MAX_BYTES / 2);
        }
    }

    @Test
    void places_of_a_drawing_are_finite_and_apart() {
        double[][] places = SpringLayout.of(30, new int[] {0, 0, 0, 1, 1, 2});

        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < i; j++) {
                double apart = Math.hypot(places[0][i] - places[0][j], places[1][i] - places[1][j]);
                assertTrue(Double.isFinite(apart) && apart > 0.1, i + " and " + j + ": " + apart);
            }
        }
    }

    @Test
    void what_a_preview_cannot_read_is_refused_as_for_tokens() {
        try (TokenizerSession session = open(Map.of("max_tokens", 6))) {
            assertRefused(
                    ErrorCode.LIMIT_EXCEEDED, "7 tokens", () -> session.preview(text(LOOPED)));
        }
    }

    @Test
    void kinds_of_ids_that_a_model_has_not_need_no_weights() {
        List<String> names =
                TOKENIZER
                        .weights(Options.of(TOKENIZER.options(), Map.of("type_id", false)), 4)
                        .stream()
                        .map(WeightSpec::name)
                        .toList();

        assertFalse(names.contains("graph_feature.order_encoder.weight"));
        assertFalse(names.contains("graph_feature.orf_encoder.weight"));
        assertTrue(names.contains("graph_feature.lap_encoder.weight"));
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static NumberedGraph numbered(Input input) {
        Options chosen = Options.defaults(TOKENIZER.options()).withRequest(input.options());
        return NumberedGraph.of(input.name(), GraphFile.read(input, chosen), chosen);
    }

    private static Input text(String text) {
        return Input.of(Modality.GRAPH, text.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenizerSession open(Map<String, Object> config) {
        return TOKENIZER.open(ModelPart.of("test/graph", WIDTH, config, Weights.of(drawn(config))));
    }

    private static Map<String, Tensor> drawn(Map<String, Object> config) {
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : TOKENIZER.weights(Options.of(TOKENIZER.options(), config), WIDTH)) {
            if (spec.required()) {
                drawn.put(spec.name(), spec.draw(7));
            }
        }
        return drawn;
    }
}
