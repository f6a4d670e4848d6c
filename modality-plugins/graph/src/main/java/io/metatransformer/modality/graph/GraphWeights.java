package io.metatransformer.modality.graph;

import io.metatransformer.api.Options;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Init;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tensors of this tokenizer, under the reference's names. */
final class GraphWeights {
    static final String FEATURES = "graph_feature.";
    static final String NODES = FEATURES + "atom_encoder.weight";
    static final String EDGES = FEATURES + "edge_encoder.weight";
    static final String GRAPH_TOKEN = FEATURES + "graph_token.weight";
    static final String NULL_TOKEN = FEATURES + "null_token.weight";

    /** Row 1 is a node's (and a self loop's), row 0 an edge's. */
    static final String TYPES = FEATURES + "order_encoder.weight";

    /** Layer norm over each token, if there is one. */
    static final String NORM = "emb_layer_norm";

    private static final Init START = new Normal(0.02);
    private static final Set<String> ALL = all();
    private static final List<String> PREFIXES = List.of("model.", "encoder.", "graph_encoder.");

    private GraphWeights() {}

    private static Set<String> all() {
        Set<String> all =
                new TreeSet<>(
                        Set.of(
                                NODES,
                                EDGES,
                                GRAPH_TOKEN,
                                NULL_TOKEN,
                                TYPES,
                                NORM + ".weight",
                                NORM + ".bias"));
        for (NodeIds kind : NodeIds.values()) {
            all.add(kind.encoder() + ".weight");
        }
        return all;
    }

    static List<WeightSpec> specs(Options options, int width) {
        List<WeightSpec> specs = new ArrayList<>();
        specs.add(table(NODES, options.integer(GraphOptions.NODE_ROWS), width));
        specs.add(table(EDGES, options.integer(GraphOptions.EDGE_ROWS), width));
        specs.add(table(GRAPH_TOKEN, 1, width));
        specs.add(table(NULL_TOKEN, 1, width));
        if (options.flag(GraphOptions.TYPE_ID)) {
            specs.add(table(TYPES, 2, width));
        }
        for (NodeIds kind : NodeIds.of(options)) {
            specs.add(table(kind.encoder() + ".weight", width, 2 * kind.size(options)));
        }
        specs.add(WeightSpec.optional(NORM + ".weight", width));
        specs.add(WeightSpec.optional(NORM + ".bias", width));
        return specs;
    }

    private static WeightSpec table(String name, int rows, int columns) {
        return WeightSpec.required(name, START, rows, columns);
    }

    /** Nothing without the table of nodes: a norm of that name alone could be anybody's. */
    static Weights adopt(Weights checkpoint) {
        boolean ours = checkpoint.names().stream().anyMatch(name -> inner(name).equals(NODES));
        return ours
                ? checkpoint.renamed(name -> Optional.of(inner(name)).filter(ALL::contains))
                : Weights.none();
    }

    private static String inner(String name) {
        String inner = name;
        for (String prefix : PREFIXES) {
            if (inner.startsWith(prefix)) {
                inner = inner.substring(prefix.length());
            }
        }
        return inner;
    }
}
