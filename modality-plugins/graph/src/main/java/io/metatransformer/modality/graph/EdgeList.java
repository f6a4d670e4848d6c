package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.CsvTable;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A graph as one or two tables in CSV: edges, {@code source,target,e0,e1,…}, and nodes, {@code id,f0,f1,…}. All other
 * columns are features, in their order. Without the second table nodes are the ends of the edges, in order of
 * appearance.
 */
final class EdgeList {
    static final String SOURCE = "source";
    static final String TARGET = "target";
    private static final String ID = "id";

    /** A file that is opened for its features. */
    private record Columns(CsvTable table, List<Integer> keys, List<Integer> features) {

        static Columns of(String name, CsvTable table, List<String> keys) {
            List<String> names = table.names();
            Set<String> different = new HashSet<>();
            for (String column : names) {
                if (!different.add(column)) {
                    throw refusal(name, "column " + Quoted.of(column) + " is there twice");
                }
            }
            for (String key : keys) {
                if (!different.contains(key)) {
                    throw refusal(
                            name,
                            "no column '"
                                    + key
                                    + "'; a table of edges has columns source and target, one of"
                                    + " nodes has id");
                }
            }
            List<Integer> at = keys.stream().map(names::indexOf).toList();
            List<Integer> features =
                    IntStream.range(0, names.size())
                            .filter(column -> !at.contains(column))
                            .boxed()
                            .toList();
            return new Columns(table, at, features);
        }

        private static MetaTransformerException refusal(String name, String what) {
            return new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH, name + ": line 1: " + what);
        }

        String key(int number) {
            String id = table.field(keys.get(number));
            if (id.isEmpty()) {
                throw place().refusal(
                                ErrorCode.SCHEMA_MISMATCH,
                                "column '" + table.names().get(keys.get(number)) + "' is empty");
            }
            return id;
        }

        /** Writes the features of the current row. */
        void read(int[] row) {
            for (int i = 0; i < features.size(); i++) {
                row[i] = category(features.get(i));
            }
        }

        private int category(int column) {
            String what = "column " + Quoted.of(table.names().get(column));
            String field = table.field(column);
            if (field.strip().equalsIgnoreCase("nan")) {
                throw place().refusal(ErrorCode.NON_FINITE, what + " takes a whole number");
            }
            double value = table.numbers().parse(field, () -> table.at() + what + " ");
            return place().category(value, what);
        }

        Place place() {
            return (code, what) -> new MetaTransformerException(code, table.at() + what);
        }
    }

    private final CsvDialect dialect;
    private final GraphBuilder builder;
    private final int[] row = new int[GraphLimits.MAX_FEATURES];

    private EdgeList(CsvDialect dialect, GraphBuilder builder) {
        this.dialect = dialect;
        this.builder = builder;
    }

    /**
     * @param name of the input, for messages
     * @param nodes the table of nodes, if there is one
     */
    static Graph read(
            String name,
            ByteBuffer edges,
            Optional<ByteBuffer> nodes,
            CsvDialect dialect,
            GraphLimits limits,
            boolean directed) {
        Place whole = (code, what) -> new MetaTransformerException(code, name + ": " + what);
        GraphBuilder builder = new GraphBuilder(limits, whole);
        EdgeList reader = new EdgeList(dialect, builder);
        nodes.ifPresent(table -> reader.readNodes(name + ": nodes", table));
        reader.readEdges(name, edges);
        builder.goesOnAt(whole);
        if (nodes.isEmpty()) {
            builder.endsAreNodes();
        }
        return builder.build(directed);
    }

    private void readNodes(String name, ByteBuffer bytes) {
        try (CsvTable table = new CsvTable(name, bytes, dialect, true)) {
            boolean more = table.next();
            Columns columns = Columns.of(name, table, List.of(ID));
            builder.goesOnAt(columns.place());
            for (; more; more = table.next()) {
                builder.node(columns.key(0));
                columns.read(row);
                builder.nodeFeatures(row, columns.features().size());
            }
        }
    }

    private void readEdges(String name, ByteBuffer bytes) {
        try (CsvTable table = new CsvTable(name, bytes, dialect, true)) {
            boolean more = table.next();
            Columns columns = Columns.of(name, table, List.of(SOURCE, TARGET));
            builder.goesOnAt(columns.place());
            for (; more; more = table.next()) {
                builder.edge(columns.key(0), columns.key(1));
                columns.read(row);
                builder.edgeFeatures(row, columns.features().size());
            }
        }
    }
}
