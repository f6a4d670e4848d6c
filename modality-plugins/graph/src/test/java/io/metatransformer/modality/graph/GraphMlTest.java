package io.metatransformer.modality.graph;

import static io.metatransformer.modality.graph.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphMlTest {
    private static final GraphLimits LIMITS = new GraphLimits(100, 100);
    private static final String BODY =
            "<graphml><graph edgedefault=\"undirected\"><node id=\"a\"/></graph></graphml>";

    @Test
    void features_follow_the_order_of_the_keys_and_fall_back_on_their_default() {
        Graph graph =
                read(
                        """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <!-- exported -->
                        <g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns">
                          <g:key id="n" for="graph" attr.name="name" attr.type="string"/>
                          <g:key id="k0" for="node" attr.type="long"><g:default> 7 </g:default></g:key>
                          <g:key id="k1" for="all" attr.type="boolean"><g:desc>in a ring</g:desc></g:key>
                          <g:graph edgedefault="directed">
                            <g:data key="n">any text</g:data>
                            <g:edge source="b" target="a"><g:data key="k1">true</g:data></g:edge>
                            <g:node id="a"><g:data key="k1">0</g:data><g:data key="k0"><![CDATA[5]]></g:data></g:node>
                            <g:node id="b"><g:desc>last</g:desc><g:data key="k1">true</g:data></g:node>
                          </g:graph>
                        </g:graphml>
                        """);

        assertTrue(graph.directed());
        assertEquals(List.of("a", "b"), graph.nodes());
        assertArrayEquals(new int[] {5, 0, 7, 1}, graph.nodeFeatures());
        assertArrayEquals(new int[] {1, 0}, graph.ends());
        assertArrayEquals(new int[] {1}, graph.edgeFeatures());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE graphml>",
                "<!DOCTYPE graphml SYSTEM \"FILE\">",
                "<!DOCTYPE graphml PUBLIC \"-//x\" \"http://127.0.0.1:PORT/x.dtd\">",
                "<!DOCTYPE g [<!ENTITY x SYSTEM \"FILE\">]>",
                "<!DOCTYPE g [<!ENTITY % x SYSTEM \"http://127.0.0.1:PORT/x\"> %x;]>",
                "<!DOCTYPE g [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]>"
            })
    void a_document_type_is_refused_before_anything_outside_is_asked(
            String doctype, @TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "s3cr3t");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(50);
            String text =
                    doctype.replace("FILE", secret.toUri().toString())
                                    .replace("PORT", String.valueOf(server.getLocalPort()))
                            + BODY;

            assertRefused(ErrorCode.INSECURE_CONTENT, "document type", () -> read(text));

            assertThrows(SocketTimeoutException.class, server::accept, "somebody called");
        }
    }

    @Test
    void an_entity_that_nobody_declared_is_refused_too() {
        String text = BODY.replace("<node id=\"a\"/>", "&x;");

        var refusal = assertThrows(MetaTransformerException.class, () -> read(text));

        assertTrue(
                List.of(ErrorCode.INSECURE_CONTENT, ErrorCode.MALFORMED).contains(refusal.code()),
                refusal.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<svg/> | UNSUPPORTED_FORMAT | 'svg'",
                "<graphml/> | EMPTY_INPUT | no graph",
                "<graphml><graph/></graphml> | SCHEMA_MISMATCH | 'edgedefault'",
                "<graphml><graph edgedefault='up'/></graphml> | SCHEMA_MISMATCH | 'up'",
                "<graphml><graph edgedefault='directed'/></graphml> | EMPTY_INPUT | no nodes",
                "<graphml><graph edgedefault='directed'><node/></graph></graphml> | SCHEMA_MISMATCH | 'id'",
                "<graphml><graph edgedefault='directed'><node id='a'><graph/></node></graph></graphml> | UNSUPPORTED | 'graph'",
                "<graphml><graph edgedefault='directed'><node id='a'><port/></node></graph></graphml> | UNSUPPORTED | 'port'",
                "<graphml><graph edgedefault='directed'><hyperedge/></graph></graphml> | UNSUPPORTED | 'hyperedge'",
                "<graphml><graph edgedefault='directed'><edge source='a' target='b' directed='false'/></graph></graphml> | UNSUPPORTED | undirected",
                "<graphml><key id='a' for='node' attr.type='double'/></graphml> | UNSUPPORTED | 'double'",
                "<graphml><key id='a' for='node'/></graphml> | UNSUPPORTED | 'string'",
                "<graphml><key id='a' for='port' attr.type='int'/></graphml> | UNSUPPORTED | 'port'",
                "<graphml><graph edgedefault='directed'/><graph edgedefault='directed'/></graphml> | UNSUPPORTED | second",
                "<graphml><graph edgedefault='directed'/><key id='a'/></graphml> | MALFORMED | after",
                "<graphml><graph | MALFORMED | line 1",
                "<graphml/><graphml/> | MALFORMED | line 1"
            })
    void graphs_outside_of_the_subset_are_refused(String xml, ErrorCode code, String words) {
        assertRefused(code, words, () -> read(xml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<data key='k'>5.5</data> | SCHEMA_MISMATCH | '5.5'",
                "<data key='k'>x</data> | SCHEMA_MISMATCH | 'x'",
                "<data key='k'></data> | SCHEMA_MISMATCH | whole number",
                "<data key='k'>-5</data> | INDEX_OUT_OF_RANGE | -5",
                "<data key='k'>5000000000</data> | INDEX_OUT_OF_RANGE | 5000000000",
                "<data key='k'><b>5</b></data> | MALFORMED | 'b'",
                "<data key='z'>5</data> | SCHEMA_MISMATCH | no key 'z'",
                "<data>5</data> | SCHEMA_MISMATCH | 'key'",
                "<data key='k'>5</data><data key='k'>5</data> | SCHEMA_MISMATCH | two values",
                "<desc/> | SCHEMA_MISMATCH | has no value"
            })
    void features_that_are_no_categories_are_refused(String data, ErrorCode code, String words) {
        String xml =
                "<graphml><key id='k' for='node' attr.type='int'/><graph edgedefault='directed'>"
                        + "<node id='a'>"
                        + data
                        + "</node></graph></graphml>";

        assertRefused(code, words, () -> read(xml));
    }

    @Test
    void elements_nest_up_to_a_limit() {
        String xml = "<graphml><desc>" + "<a>".repeat(100_000);

        assertRefused(ErrorCode.LIMIT_EXCEEDED, "deeper than 64", () -> read(xml));
    }

    @Test
    void a_tag_that_never_ends_is_refused_before_it_is_stored() {
        String xml = "<graphml><graph edgedefault=\"" + "x".repeat(2 << 20) + "\"/></graphml>";

        assertRefused(ErrorCode.LIMIT_EXCEEDED, "longer than", () -> read(xml));
    }

    @Test
    void too_many_nodes_or_edges_are_refused_while_they_are_read() {
        StringBuilder nodes = new StringBuilder("<graphml><graph edgedefault=\"directed\">");
        StringBuilder edges = new StringBuilder(nodes).append("<node id='0'/>");
        for (int i = 0; i <= 100; i++) {
            nodes.append("<node id='").append(i).append("'/>");
            edges.append("<edge source='0' target='0'/>");
        }

        assertRefused(ErrorCode.LIMIT_EXCEEDED, "100 nodes", () -> read(nodes.toString()));
        assertRefused(ErrorCode.LIMIT_EXCEEDED, "100 edges", () -> read(edges.toString()));
    }

    @Test
    void a_byte_order_mark_is_no_content() {
        assertFalse(read("\uFEFF" + BODY).directed());
    }

    private static Graph read(String xml) {
        ByteBuffer bytes = ByteBuffer.wrap(xml.getBytes(StandardCharsets.UTF_8));
        return GraphMl.read("test.graphml", bytes, LIMITS);
    }
}
