package io.metatransformer.modality.graph;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Quoted;
import io.metatransformer.tables.JsonInput;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A graph in one of two JSON forms, their fields in any order: {@code {"format": "metatransformer-graph", "version":
 * 1, "directed": false, "nodes": [{"id": "a", "features": [5]}], "edges": [{"source": "a", "target": "a", "features":
 * [0]}]}}, or, as HTTP has it, {@code {"num_nodes": 1, "edges": [[0, 0]], "node_features": [[5]], "edge_features":
 * [[0]]}} with nodes counted from 0. Fields of other names are left alone.
 */
final class JsonGraph {
    static final String FORMAT = "metatransformer-graph";
    private static final String FEATURES = "features";
    private static final Set<String> COUNTED = Set.of("num_nodes", "node_features");

    private final JsonInput json;
    private final GraphBuilder builder;
    private final Set<String> seen = new HashSet<>();
    private final int[] row = new int[GraphLimits.MAX_FEATURES];
    private boolean directed;
    private int count;

    private JsonGraph(JsonInput json, GraphLimits limits, boolean directed) {
        this.json = json;
        this.builder = new GraphBuilder(limits, json::refusal);
        this.directed = directed;
    }

    /**
     * @param name of the input, for messages
     * @param directed what a file that does not say is
     */
    static Graph read(String name, ByteBuffer bytes, GraphLimits limits, boolean directed) {
        try (JsonInput json = JsonInput.open(name, bytes)) {
            return new JsonGraph(json, limits, directed).read();
        }
    }

    private Graph read() {
        json.next();
        json.expect(JsonToken.START_OBJECT, "a graph");
        while (json.next() != JsonToken.END_OBJECT) {
            String field = json.text();
            json.next();
            if (field(field)) {
                seen.add(field);
            }
        }
        json.expectEnd();
        if (seen.stream().anyMatch(COUNTED::contains)) {
            require("num_nodes", "edges");
            countedNodes();
        } else {
            require("format", "version", "nodes", "edges");
        }
        return builder.build(directed);
    }

    private void require(String... fields) {
        for (String field : fields) {
            if (!seen.contains(field)) {
                throw json.refusal(
                        ErrorCode.SCHEMA_MISMATCH,
                        "the graph has no field '"
                                + field
                                + "'; read are {\"format\": \""
                                + FORMAT
                                + "\", \"version\": 1, \"nodes\", \"edges\"} and {\"num_nodes\","
                                + " \"edges\"}");
            }
        }
    }

    /** Whether a field of this name is known. */
    private boolean field(String name) {
        switch (name) {
            case "format" -> format();
            case "version" -> version();
            case "directed" -> directed = flag(name);
            case "nodes" -> nodes();
            case "edges" -> edges();
            case "num_nodes" -> count = category("'num_nodes'");
            case "node_features" -> rows("a node", builder::nodeFeatures);
            case "edge_features" -> rows("an edge", builder::edgeFeatures);
            default -> {
                skip();
                return false;
            }
        }
        return true;
    }

    private void format() {
        json.expect(JsonToken.VALUE_STRING, "'format'");
        if (!json.text().equals(FORMAT)) {
            throw json.refusal(
                    ErrorCode.UNSUPPORTED,
                    "'format' is " + Quoted.of(json.text()) + ", read is '" + FORMAT + "'");
        }
    }

    private void version() {
        if (json.number("'version'") != 1) {
            throw json.refusal(
                    ErrorCode.UNSUPPORTED,
                    "version " + Quoted.of(json.text()) + " of a graph, read is 1");
        }
    }

    private boolean flag(String field) {
        if (!json.current().isBoolean()) {
            throw json.refusal(ErrorCode.SCHEMA_MISMATCH, "'" + field + "' takes true or false");
        }
        return json.current() == JsonToken.VALUE_TRUE;
    }

    private void nodes() {
        json.expect(JsonToken.START_ARRAY, "'nodes'");
        while (json.next() != JsonToken.END_ARRAY) {
            json.expect(JsonToken.START_OBJECT, "a node");
            String id = "";
            int length = 0;
            while (json.next() != JsonToken.END_OBJECT) {
                String field = json.text();
                json.next();
                switch (field) {
                    case "id" -> id = id("a node's 'id'");
                    case FEATURES -> length = row("a node");
                    default -> skip();
                }
            }
            builder.node(present(id, "a node has no 'id'"));
            builder.nodeFeatures(row, length);
        }
    }

    private void edges() {
        json.expect(JsonToken.START_ARRAY, "'edges'");
        while (json.next() != JsonToken.END_ARRAY) {
            if (json.current() == JsonToken.START_ARRAY) {
                pair();
            } else {
                json.expect(JsonToken.START_OBJECT, "an edge");
                edge();
            }
        }
    }

    private void edge() {
        String source = "";
        String target = "";
        int length = 0;
        while (json.next() != JsonToken.END_OBJECT) {
            String field = json.text();
            json.next();
            switch (field) {
                case "source" -> source = id("an edge's 'source'");
                case "target" -> target = id("an edge's 'target'");
                case FEATURES -> length = row("an edge");
                default -> skip();
            }
        }
        builder.edge(
                present(source, "an edge has no 'source'"),
                present(target, "an edge has no 'target'"));
        builder.edgeFeatures(row, length);
    }

    private void pair() {
        int length = row("an edge");
        if (length != 2) {
            throw json.refusal(
                    ErrorCode.SHAPE_MISMATCH,
                    "an edge is a list of 2 indices of nodes, got " + length);
        }
        builder.edge(String.valueOf(row[0]), String.valueOf(row[1]));
    }

    private void rows(String owner, BiConsumer<int[], Integer> take) {
        json.expect(JsonToken.START_ARRAY, "the features of all");
        while (json.next() != JsonToken.END_ARRAY) {
            take.accept(row, row(owner));
        }
    }

    /** Reads a list of categories into {@link #row} and gives its length. */
    private int row(String owner) {
        json.expect(JsonToken.START_ARRAY, owner);
        int length = 0;
        while (json.next() != JsonToken.END_ARRAY) {
            if (length == GraphLimits.MAX_FEATURES) {
                throw json.refusal(
                        ErrorCode.LIMIT_EXCEEDED,
                        owner + " has more than " + GraphLimits.MAX_FEATURES + " features");
            }
            row[length++] = category(owner);
        }
        return length;
    }

    private int category(String what) {
        Place place = json::refusal;
        return place.category(json.number(what), what);
    }

    private String id(String what) {
        json.expect(JsonToken.VALUE_STRING, what);
        if (json.text().isEmpty()) {
            throw json.refusal(ErrorCode.SCHEMA_MISMATCH, what + " is empty");
        }
        return json.text();
    }

    private String present(String id, String otherwise) {
        if (id.isEmpty()) {
            throw json.refusal(ErrorCode.SCHEMA_MISMATCH, otherwise);
        }
        return id;
    }

    /** Nodes that have no ids are called by their index. */
    private void countedNodes() {
        if (seen.contains("nodes")) {
            throw json.refusal(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the graph has both 'nodes' and 'num_nodes' or 'node_features'");
        }
        for (int node = 0; node < count; node++) {
            builder.node(String.valueOf(node));
        }
        if (!seen.contains("node_features")) {
            builder.zeroFeatures();
        }
    }

    /** Passes over the current value, however large. */
    private void skip() {
        int depth = 0;
        while (true) {
            depth += json.current().isStructStart() ? 1 : 0;
            depth -= json.current().isStructEnd() ? 1 : 0;
            if (depth == 0) {
                return;
            }
            json.next();
        }
    }
}
