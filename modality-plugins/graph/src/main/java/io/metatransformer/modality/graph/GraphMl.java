package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One graph of a GraphML file. Features are the {@code data} of its {@code key}s, in their order: whole numbers, or
 * false and true as 0 and 1.
 */
final class GraphMl {
    private static final Set<String> TYPES = Set.of("int", "long", "boolean");
    private static final String DESCRIPTION = "desc";

    /**
     * A feature.
     *
     * @param otherwise its value where there is none
     */
    private record Key(String id, boolean truth, Optional<Integer> otherwise) {}

    /** Features in their order, found by id. */
    private static final class Keys {
        private final List<Key> all = new ArrayList<>();
        private final Map<String, Integer> columns = new HashMap<>();

        void add(Key key) {
            columns.put(key.id(), all.size());
            all.add(key);
        }
    }

    private final XmlEvents xml;
    private final GraphBuilder builder;
    private final Keys nodeKeys = new Keys();
    private final Keys edgeKeys = new Keys();

    private GraphMl(XmlEvents xml, GraphLimits limits) {
        this.xml = xml;
        this.builder = new GraphBuilder(limits, xml::refusal);
    }

    static Graph read(String name, ByteBuffer bytes, GraphLimits limits) {
        try (XmlEvents xml = XmlEvents.open(name, bytes)) {
            return new GraphMl(xml, limits).read();
        }
    }

    private Graph read() {
        xml.start();
        if (!xml.element().equals("graphml")) {
            throw xml.refusal(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "XML of a graph starts with <graphml>, got " + Quoted.of(xml.element()));
        }
        Optional<Boolean> directed = Optional.empty();
        while (xml.start()) {
            switch (xml.element()) {
                case "key" -> key(directed.isPresent());
                case "graph" -> {
                    if (directed.isPresent()) {
                        throw xml.refusal(ErrorCode.UNSUPPORTED, "a second graph in one file");
                    }
                    directed = Optional.of(directed("edgedefault", xml.required("edgedefault")));
                    graph(directed.get());
                }
                case DESCRIPTION, "data" -> xml.skip();
                default -> throw unsupported();
            }
        }
        xml.start(); // on to the end of the file, so that what follows is checked
        return builder.build(
                directed.orElseThrow(
                        () -> xml.refusal(ErrorCode.EMPTY_INPUT, "the file has no graph")));
    }

    private boolean directed(String attribute, String word) {
        return switch (word) {
            case "directed", "true" -> true;
            case "undirected", "false" -> false;
            default ->
                    throw xml.refusal(
                            ErrorCode.SCHEMA_MISMATCH,
                            "'" + attribute + "' is " + Quoted.of(word) + ", not a direction");
        };
    }

    private void key(boolean late) {
        if (late) {
            throw xml.refusal(ErrorCode.MALFORMED, "a <key> after the graph that it belongs to");
        }
        String id = xml.required("id");
        String owner = xml.attribute("for").orElse("all");
        if (nodeKeys.columns.containsKey(id) || edgeKeys.columns.containsKey(id)) {
            throw xml.refusal(
                    ErrorCode.SCHEMA_MISMATCH, "key " + Quoted.of(id) + " is there twice");
        }
        if (owner.equals("graph") || owner.equals("graphml")) {
            xml.skip();
            return;
        }
        String type = xml.attribute("attr.type").orElse("string");
        if (!TYPES.contains(type)) {
            throw xml.refusal(
                    ErrorCode.UNSUPPORTED,
                    "key "
                            + Quoted.of(id)
                            + " is of type "
                            + Quoted.of(type)
                            + "; features are int, long or boolean");
        }
        Key key = new Key(id, type.equals("boolean"), Optional.empty());
        Key complete = new Key(id, key.truth(), otherwise(key));
        switch (owner) {
            case "node" -> add(complete, nodeKeys);
            case "edge" -> add(complete, edgeKeys);
            case "all" -> {
                add(complete, nodeKeys);
                add(complete, edgeKeys);
            }
            default ->
                    throw xml.refusal(
                            ErrorCode.UNSUPPORTED, "a key for " + Quoted.of(owner) + " elements");
        }
    }

    private void add(Key key, Keys keys) {
        if (keys.all.size() == GraphLimits.MAX_FEATURES) {
            throw xml.refusal(
                    ErrorCode.LIMIT_EXCEEDED, "more than " + GraphLimits.MAX_FEATURES + " keys");
        }
        keys.add(key);
    }

    private Optional<Integer> otherwise(Key key) {
        Optional<Integer> value = Optional.empty();
        while (xml.start()) {
            switch (xml.element()) {
                case "default" -> value = Optional.of(value(key));
                case DESCRIPTION -> xml.skip();
                default -> throw unsupported();
            }
        }
        return value;
    }

    private void graph(boolean directed) {
        while (xml.start()) {
            switch (xml.element()) {
                case "node" -> {
                    builder.node(id("id"));
                    int[] row = features(nodeKeys);
                    builder.nodeFeatures(row, row.length);
                }
                case "edge" -> {
                    checkDirection(directed);
                    builder.edge(id("source"), id("target"));
                    int[] row = features(edgeKeys);
                    builder.edgeFeatures(row, row.length);
                }
                case DESCRIPTION, "data" -> xml.skip();
                default -> throw unsupported();
            }
        }
    }

    private void checkDirection(boolean directed) {
        Optional<String> own = xml.attribute("directed");
        if (own.isPresent() && directed("directed", own.get()) != directed) {
            throw xml.refusal(ErrorCode.UNSUPPORTED, "directed and undirected edges in one graph");
        }
    }

    private String id(String attribute) {
        String id = xml.required(attribute);
        if (id.isEmpty()) {
            throw xml.refusal(ErrorCode.SCHEMA_MISMATCH, "'" + attribute + "' is empty");
        }
        return id;
    }

    /** Reads the data of the current node or edge, to its end. */
    private int[] features(Keys keys) {
        int[] row = new int[keys.all.size()];
        boolean[] given = new boolean[row.length];
        while (xml.start()) {
            switch (xml.element()) {
                case "data" -> {
                    int column = column(keys, xml.required("key"));
                    if (given[column]) {
                        throw xml.refusal(
                                ErrorCode.SCHEMA_MISMATCH,
                                "key " + Quoted.of(keys.all.get(column).id()) + " has two values");
                    }
                    given[column] = true;
                    row[column] = value(keys.all.get(column));
                }
                case DESCRIPTION -> xml.skip();
                default -> throw unsupported();
            }
        }
        for (int column = 0; column < row.length; column++) {
            if (!given[column]) {
                Key key = keys.all.get(column);
                row[column] = key.otherwise().orElseThrow(() -> missing(key));
            }
        }
        return row;
    }

    private MetaTransformerException missing(Key key) {
        return xml.refusal(
                ErrorCode.SCHEMA_MISMATCH,
                "key " + Quoted.of(key.id()) + " has no value, and no <default>");
    }

    private int column(Keys keys, String id) {
        Integer column = keys.columns.get(id);
        if (column == null) {
            throw xml.refusal(
                    ErrorCode.SCHEMA_MISMATCH, "no key " + Quoted.of(id) + " for this data");
        }
        return column;
    }

    /** The text of the current element as a category. */
    private int value(Key key) {
        String text = xml.text();
        String what = "key " + Quoted.of(key.id());
        if (key.truth()) {
            return switch (text) {
                case "true", "1" -> 1;
                case "false", "0" -> 0;
                default ->
                        throw xml.refusal(
                                ErrorCode.SCHEMA_MISMATCH,
                                what + " takes true or false, got " + Quoted.of(text));
            };
        }
        if (!text.matches("[+-]?[0-9]+")) {
            throw xml.refusal(
                    ErrorCode.SCHEMA_MISMATCH,
                    what + " takes a whole number, got " + Quoted.of(text));
        }
        Place place = xml::refusal;
        return place.category(new BigInteger(text).doubleValue(), what);
    }

    private MetaTransformerException unsupported() {
        return xml.refusal(
                ErrorCode.UNSUPPORTED,
                "element "
                        + Quoted.of(xml.element())
                        + " here; read are graphs of nodes, edges and their data, without nested"
                        + " graphs, ports and hyperedges");
    }
}
