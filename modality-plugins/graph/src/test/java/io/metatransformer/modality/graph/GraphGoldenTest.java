package io.metatransformer.modality.graph;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files to rows of tables to tokens, against the reference's modules. */
class GraphGoldenTest {
    private static final GraphTokenizer TOKENIZER = new GraphTokenizer();
    private static final List<String> GRAPHS = List.of("ethanol", "benzene", "aspirin_core");
    private static final Golden LAPLACIAN = golden("laplacian");

    @ParameterizedTest
    @ValueSource(strings = {".json", ".graphml", ".edges.csv"})
    void files_become_rows_of_tables_and_edge_entries(String form) throws IOException {
        Golden golden = golden("ids_offset512");
        Options options = Options.defaults(TOKENIZER.options());
        List<Integer> nodeRows = new ArrayList<>();
        List<Integer> edgeRows = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        List<Integer> to = new ArrayList<>();

        for (int g = 0; g < GRAPHS.size(); g++) {
            NumberedGraph graph = numbered(input(GRAPHS.get(g), form), options);

            assertEquals(golden.ints("output.node_num")[g], graph.nodes());
            assertEquals(golden.ints("output.edge_num")[g], graph.entries());
            addAll(nodeRows, graph.nodeRows());
            addAll(edgeRows, graph.edgeRows());
            addAll(from, graph.from());
            addAll(to, graph.to());
        }

        from.addAll(to);
        assertArrayEquals(golden.ints("output.node_data"), array(nodeRows));
        assertArrayEquals(golden.ints("output.edge_data"), array(edgeRows));
        assertArrayEquals(golden.ints("output.edge_index"), array(from));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "path5",
                "cycle6",
                "complete5",
                "star6",
                "petersen",
                "two_triangles",
                "selfloop3",
                "isolated4",
                "random30"
            })
    void the_laplacian_and_its_unique_eigenvectors_are_the_references(String name) {
        int n = LAPLACIAN.shape("output." + name + ".eigval")[0];
        int[] index = LAPLACIAN.ints("input." + name + ".edge_index");
        int m = index.length / 2;
        NumberedGraph graph =
                new NumberedGraph(
                        n,
                        new int[0],
                        Arrays.copyOfRange(index, 0, m),
                        Arrays.copyOfRange(index, m, 2 * m),
                        new int[0]);

        DMatrixRMaj laplacian = LaplacianIds.laplacian(graph);
        double[] entries = laplacian.getData().clone();
        LaplacianIds.Eigen eigen = LaplacianIds.eigen(laplacian, n);
        double[][] basis = LaplacianIds.canonical(eigen, n);

        assertClose(
                name, LAPLACIAN.doubles("intermediate." + name + ".laplacian"), entries, 1e-7, 0);
        assertClose(name, LAPLACIAN.doubles("output." + name + ".eigval"), eigen.values(), 1e-6, 0);
        assertClose(
                name,
                LAPLACIAN.doubles("output." + name + ".eigvec_canonical"),
                columns(basis),
                1e-5,
                0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "lap16_notype", "lap8", "orf", "orf_truncated", "rand"})
    void a_file_becomes_the_tokens_of_the_reference(String name) throws IOException {
        check(golden("tokens_" + name), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "lap16_notype", "lap8", "orf", "orf_truncated", "rand"})
    void a_norm_among_the_weights_is_applied_to_every_token(String name) throws IOException {
        check(golden("tokens_" + name), true);
    }

    private static void check(Golden golden, boolean normed) throws IOException {
        String output = normed ? "output.tokens_layernorm" : "output.tokens";
        int[] shape = golden.shape(output);
        double[] expected = golden.doubles(output);
        long[] padding = golden.longs("output.padding_mask");
        int before = 0;
        try (TokenizerSession session = open(golden, normed)) {
            for (int g = 0; g < shape[0]; g++) {
                Input input =
                        input(GRAPHS.get(g), ".json")
                                .withOptions(
                                        Map.of("batch_index", g, "batch_nodes_before", before));

                TokenSequence tokens = session.tokenize(input);

                int length = 0;
                while (length < shape[1] && padding[g * shape[1] + length] == 0) {
                    length++;
                }
                int start = g * shape[1] * shape[2];
                assertEquals(length, tokens.length());
                assertClose(
                        GRAPHS.get(g),
                        Arrays.copyOfRange(expected, start, start + length * shape[2]),
                        tokens.tokens(),
                        5e-6,
                        0);
                before += golden.ints("input.node_num")[g];
            }
        }
    }

    @Test
    void vectors_that_identify_nodes_are_the_references() throws IOException {
        Golden golden = golden("tokens_all");
        int most = 10;
        double[] lap = golden.doubles("intermediate.lap_eigvec_canonical");
        double[] orf = golden.doubles("intermediate.orf_rows");
        int before = 0;
        for (int g = 0; g < GRAPHS.size(); g++) {
            NumberedGraph graph = numbered(input(GRAPHS.get(g), ".json"), options(golden));
            int end = before + graph.nodes();

            float[] vectors = LaplacianIds.of(graph, most, true);
            float[] orthogonal = OrthogonalIds.of(graph.nodes(), most, 5 + g);

            int[] shape = {graph.nodes(), most};
            assertClose(
                    "lap",
                    Arrays.copyOfRange(lap, before * most, end * most),
                    Tensor.of(vectors, shape),
                    1e-5,
                    0);
            assertClose(
                    "orf",
                    Arrays.copyOfRange(orf, before * most, end * most),
                    Tensor.of(orthogonal, shape),
                    1e-6,
                    0);
            before = end;
        }
    }

    @Test
    void normals_of_the_orthogonal_matrix_are_drawn_row_by_row() {
        double[] normals = new double[9];
        new SplitMix64(5).fillNormal(normals);

        assertClose(
                "normals",
                golden("tokens_all").doubles("intermediate.orf_normals_graph0"),
                normals,
                1e-12,
                0);
    }

    private static TokenizerSession open(Golden golden, boolean normed) {
        Weights weights = golden.weights("weights.");
        Weights read = weights.renamed(name -> Optional.of(name).filter(n -> normed || !norm(n)));
        int width = golden.shape("output.tokens")[2];
        return TOKENIZER.open(ModelPart.of("golden", width, config(golden), read));
    }

    private static boolean norm(String name) {
        return name.startsWith("emb_layer_norm");
    }

    private static Options options(Golden golden) {
        return Options.of(TOKENIZER.options(), config(golden));
    }

    private static Map<String, Object> config(Golden golden) {
        Map<String, Object> config = new HashMap<>();
        config.put("num_atoms", golden.text("num_atoms"));
        config.put("num_edges", golden.text("num_edges"));
        config.put("feature_offset", golden.text("id_offset"));
        config.put("lap_node_id", golden.text("lap"));
        config.put("lap_node_id_k", golden.text("lap_k"));
        config.put("orf_node_id", golden.text("orf"));
        config.put("orf_node_id_dim", golden.text("orf_dim"));
        config.put("rand_node_id", golden.text("rand"));
        config.put("rand_node_id_dim", golden.text("rand_dim"));
        config.put("type_id", golden.text("type_id"));
        config.put("seed", golden.text("rng_seed"));
        return config;
    }

    private static NumberedGraph numbered(Input input, Options options) {
        Options chosen = options.withRequest(input.options());
        return NumberedGraph.of(input.name(), GraphFile.read(input, chosen), chosen);
    }

    /** A file; beside an edge list, its table of nodes as the option has it. */
    private static Input input(String graph, String form) throws IOException {
        Input input = input(graph + form);
        return form.equals(".edges.csv")
                ? input.withOptions(Map.of("nodes", text(graph + ".nodes.csv")))
                : input;
    }

    static Input input(String file) throws IOException {
        return Input.of(Modality.GRAPH, bytes(file)).named(file);
    }

    static String text(String file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String file) throws IOException {
        try (InputStream in = GraphGoldenTest.class.getResourceAsStream("/golden/graph/" + file)) {
            return in.readAllBytes();
        }
    }

    private static Golden golden(String name) {
        return Golden.read(GraphGoldenTest.class, "/golden/graph/" + name + ".safetensors");
    }

    private static double[] columns(double[][] basis) {
        int n = basis.length;
        return IntStream.range(0, n * n).mapToDouble(i -> basis[i % n][i / n]).toArray();
    }

    private static void addAll(List<Integer> list, int[] values) {
        Arrays.stream(values).forEach(list::add);
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
