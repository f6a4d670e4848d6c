package io.metatransformer.modality.graph;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.testkit.Mutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphFuzzTest {
    private static final Options OPTIONS = Options.defaults(new GraphTokenizer().options());

    @Test
    void broken_graphs_are_read_or_refused() throws IOException {
        List<byte[]> good =
                List.of(
                        GraphGoldenTest.bytes("ethanol.json"),
                        bytes(
                                "{\"num_nodes\":3,\"edges\":[[0,1],[2,2]],\"node_features\":[[1],[2],[3]],"
                                        + "\"edge_features\":[[1],[0]]}"),
                        GraphGoldenTest.bytes("ethanol.graphml"),
                        GraphGoldenTest.bytes("ethanol.edges.csv"),
                        bytes(
                                "<graphml><key id=\"f\" for=\"all\" attr.type=\"boolean\">"
                                        + "<default>false</default></key>"
                                        + "<graph edgedefault=\"directed\"><!-- none -->"
                                        + "<node id=\"a\"/><edge source=\"a\" target=\"a\">"
                                        + "<data key=\"f\"><![CDATA[1]]></data></edge></graph></graphml>"));

        new Mutations(20_261_125, good)
                .allAreReadOrRefused(broken -> read(Input.of(Modality.GRAPH, broken)));
    }

    @Test
    void broken_molecules_are_read_or_refused() {
        List<byte[]> good =
                List.of(
                        bytes("CN1C=NC2=C1C(=O)N(C(=O)N2C)C caffeine"),
                        bytes("OC[C@H]1O[C@@H](O)[C@H](O)[C@@H](O)[C@@H]1O"),
                        bytes("CC(/Cl)=C(/F)Br.[Na+].[2H]O[Fe+2]"),
                        bytes("c1cc2c(cc1)c%10cccc(N(=O)=O)c%10[nH]2"));

        new Mutations(20_261_127, good)
                .allAreReadOrRefused(broken -> read(Input.of(Modality.GRAPH, broken)));
    }

    @Test
    void broken_tables_of_nodes_are_read_or_refused() throws IOException {
        Input edges = GraphGoldenTest.input("ethanol.edges.csv");

        new Mutations(20_261_126, List.of(GraphGoldenTest.bytes("ethanol.nodes.csv")))
                .allAreReadOrRefused(
                        broken ->
                                read(
                                        edges.withOptions(
                                                Map.of(
                                                        "nodes",
                                                        new String(
                                                                broken,
                                                                StandardCharsets.ISO_8859_1)))));
    }

    private static void read(Input input) {
        Options chosen = OPTIONS.withRequest(input.options());
        Graph graph = GraphFile.read(input, chosen);
        NumberedGraph numbered = NumberedGraph.of(input.name(), graph, chosen);

        int nodes = numbered.nodes();
        assertTrue(nodes > 0, "no nodes");
        assertTrue(Arrays.stream(numbered.from()).allMatch(end -> end < nodes), "no such node");
        GraphDrawing.of(graph);
        for (float entry : LaplacianIds.of(numbered, 16, true)) {
            assertTrue(Math.abs(entry) <= 1.0001f, "no entry of an eigenvector");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
