package io.metatransformer.modality.graph;

import static io.metatransformer.modality.graph.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphReaderTest {
    private static final GraphTokenizer TOKENIZER = new GraphTokenizer();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,2] | UNSUPPORTED_FORMAT | JSON, GraphML",
                "x,y | UNSUPPORTED_FORMAT | source and target",
                "{} | SCHEMA_MISMATCH | 'format'",
                "{\"format\":\"other\"} | UNSUPPORTED | 'other'",
                "{\"format\":\"metatransformer-graph\",\"version\":2} | UNSUPPORTED | '2'",
                "{\"format\":\"metatransformer-graph\",\"version\":1,\"nodes\":[]} | SCHEMA_MISMATCH | 'edges'",
                "{\"nodes\":[],\"nodes\":[]} | MALFORMED | nodes",
                "{\"nodes\":[{\"id\":1}]} | SCHEMA_MISMATCH | 'id'",
                "{\"nodes\":[{}]} | SCHEMA_MISMATCH | no 'id'",
                "{\"nodes\":[{\"id\":\"a\"},{\"id\":\"a\"}]} | SCHEMA_MISMATCH | twice",
                "{\"nodes\":[{\"id\":\"a\",\"features\":[1]},{\"id\":\"b\"}]} | SHAPE_MISMATCH | expected 1",
                "{\"nodes\":[{\"id\":\"a\",\"features\":[1.5]}]} | SCHEMA_MISMATCH | whole number",
                "{\"nodes\":[{\"id\":\"a\",\"features\":[null]}]} | SCHEMA_MISMATCH | whole number",
                "{\"nodes\":[{\"id\":\"a\",\"features\":[1e999]}]} | NON_FINITE | finite",
                "{\"nodes\":[{\"id\":\"a\",\"features\":[NaN]}]} | MALFORMED | line 1",
                "{\"nodes\":[{\"id\":\"a\",\"features\":[-1]}]} | INDEX_OUT_OF_RANGE | -1",
                "{\"edges\":[{\"source\":\"a\"}]} | SCHEMA_MISMATCH | 'target'",
                "{\"edges\":[[1,2,3]]} | SHAPE_MISMATCH | 2 indices",
                "{\"num_nodes\":0,\"edges\":[]} | EMPTY_INPUT | no nodes",
                "{\"num_nodes\":2,\"edges\":[[0,2]]} | INDEX_OUT_OF_RANGE | edge 1 ends at '2'",
                "{\"num_nodes\":5000,\"edges\":[]} | LIMIT_EXCEEDED | more than 4096 nodes",
                "{\"num_nodes\":2,\"edges\":[],\"node_features\":[[1]]} | SHAPE_MISMATCH | 1 rows",
                "{\"num_nodes\":2,\"edges\":[[0,1]],\"edge_features\":[[1],[1]]} | SHAPE_MISMATCH | 2 rows",
                "{\"edges\":[],\"node_features\":[[1]]} | SCHEMA_MISMATCH | 'num_nodes'",
                "{\"num_nodes\":1,\"nodes\":[],\"edges\":[]} | SCHEMA_MISMATCH | both",
                "{\"num_nodes\":1,\"edges\":[],\"directed\":0} | SCHEMA_MISMATCH | true or false",
                "{\"num_nodes\":1,\"edges\":[]} x | MALFORMED | line 1",
                "{\"num_nodes\":1,\"edges\":[ | MALFORMED | line 1"
            })
    void json_that_is_no_graph_is_refused(String json, ErrorCode code, String words) {
        assertRefused(code, words, () -> read(json));
    }

    @Test
    void json_deeper_than_64_levels_is_refused_wherever_it_stands() {
        String json = "{\"other\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertRefused(ErrorCode.LIMIT_EXCEEDED, "64", () -> read(json));
    }

    @Test
    void fields_come_in_any_order_and_others_are_left_alone() {
        Graph graph =
                read(
                        """
                        {"name": {"deep": [1, [2]]}, "edges": [{"label": "x", "target": "b", "source": "a"}],
                         "directed": true, "nodes": [{"features": [7], "id": "b"}, {"id": "a", "features": [8]}],
                         "version": 1, "format": "metatransformer-graph"}
                        """);

        assertTrue(graph.directed());
        assertEquals(List.of("b", "a"), graph.nodes());
        assertArrayEquals(new int[] {7, 8}, graph.nodeFeatures());
        assertArrayEquals(new int[] {1, 0}, graph.ends());
        assertEquals(0, graph.edgeColumns());
    }

    @Test
    void counted_nodes_are_called_by_their_index_and_have_the_feature_0_unless_told() {
        Graph graph = read("{\"edges\":[[2,0]],\"num_nodes\":3}");

        assertEquals(List.of("0", "1", "2"), graph.nodes());
        assertArrayEquals(new int[] {2, 0}, graph.ends());
        assertArrayEquals(new int[3], graph.nodeFeatures());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source,to\\na,b | SCHEMA_MISMATCH | 'target'",
                "source,target,x,x\\na,b,1,2 | SCHEMA_MISMATCH | twice",
                "source,target\\na | MALFORMED | line 2",
                "source,target\\na,\"b | MALFORMED | stays open",
                "source,target\\na, | SCHEMA_MISMATCH | 'target' is empty",
                "source,target | EMPTY_INPUT | no nodes",
                "source,target,x\\na,b,y | SCHEMA_MISMATCH | 'x'",
                "source,target,x\\na,b, | SCHEMA_MISMATCH | 'x'",
                "source,target,x\\na,b,nan | NON_FINITE | 'x'",
                "source,target,x\\na,b,inf | NON_FINITE | 'x'",
                "source,target,x\\na,b,0x1 | SCHEMA_MISMATCH | line 2",
                "source,target,x\\na,b,1.5 | SCHEMA_MISMATCH | whole number",
                "source,target,x\\na,b,-1 | INDEX_OUT_OF_RANGE | line 2",
                "source,target,x\\na,b,99999999999 | INDEX_OUT_OF_RANGE | line 2"
            })
    void edge_lists_that_do_not_fit_are_refused(String csv, ErrorCode code, String words) {
        assertRefused(code, words, () -> read(csv.replace("\\n", "\n")));
    }

    @Test
    void an_edge_list_alone_has_its_ends_as_nodes_in_order_of_appearance() {
        Graph graph = read("target,e0,source\nb,4,c\nc,5,a\n");

        assertEquals(List.of("c", "b", "a"), graph.nodes());
        assertArrayEquals(new int[3], graph.nodeFeatures());
        assertArrayEquals(new int[] {0, 1, 2, 0}, graph.ends());
        assertArrayEquals(new int[] {4, 5}, graph.edgeFeatures());
    }

    @Test
    void a_table_of_nodes_is_found_beside_its_edge_list(@TempDir Path folder) throws IOException {
        Path edges = folder.resolve("x.edges.csv");
        Files.writeString(edges, "source,target\na,b\n");
        Graph alone = read(Input.of(Modality.GRAPH, edges));
        Files.writeString(folder.resolve("x.nodes.csv"), "id,f0\nc,3\nb,2\na,1\n");

        Graph graph = read(Input.of(Modality.GRAPH, edges));

        assertEquals(List.of("a", "b"), alone.nodes());
        assertEquals(List.of("c", "b", "a"), graph.nodes());
        assertArrayEquals(new int[] {3, 2, 1}, graph.nodeFeatures());
    }

    @Test
    void an_edge_list_ends_at_the_nodes_of_its_table_only() {
        Input edges = text("source,target\na,b\n").withOptions(Map.of("nodes", "id\na\n"));

        assertRefused(ErrorCode.INDEX_OUT_OF_RANGE, "edge 1 ends at 'b'", () -> read(edges));
    }

    @Test
    void an_edge_list_is_directed_when_asked() {
        Input edges = text("source;target\na;b\n");

        Graph graph = read(edges.withOptions(Map.of("directed", true, "separator", ";")));

        assertTrue(graph.directed());
    }

    @ParameterizedTest
    @CsvSource({
        "doctype.graphml, INSECURE_CONTENT, document type",
        "unknown_endpoint.json, INDEX_OUT_OF_RANGE, 'b'"
    })
    void bad_files_are_refused_with_the_expected_code(String file, ErrorCode code, String words)
            throws IOException {
        Input input = GraphGoldenTest.input("bad/" + file);

        assertRefused(code, words, () -> read(input));
    }

    @Test
    void text_that_is_not_utf_8_is_refused() {
        byte[] bytes = "source,target\na,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

        assertRefused(ErrorCode.ENCODING, "UTF-8", () -> read(Input.of(Modality.GRAPH, bytes)));
    }

    @Test
    void every_form_is_recognised_by_content() throws IOException {
        for (String form : List.of("ethanol.json", "ethanol.graphml", "ethanol.edges.csv")) {
            assertTrue(TOKENIZER.recognises(ByteBuffer.wrap(GraphGoldenTest.bytes(form))), form);
        }
        assertTrue(recognises("\uFEFF<graphml>"));
        assertTrue(recognises("{ \"num_nodes\" : 3"));
        assertTrue(recognises("\"source\";\"target\"\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"rows\":[{\"source\":1,\"target\":2}]}", "<svg/>", "a,b\n1,2\n", "{}"})
    void other_files_are_not_recognised(String text) {
        assertFalse(recognises(text));
    }

    private static boolean recognises(String text) {
        return TOKENIZER.recognises(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Input text(String text) {
        return Input.of(Modality.GRAPH, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Graph read(String text) {
        return read(text(text));
    }

    private static Graph read(Input input) {
        Options options = Options.defaults(TOKENIZER.options());
        return GraphFile.read(input, options.withRequest(input.options()));
    }
}
