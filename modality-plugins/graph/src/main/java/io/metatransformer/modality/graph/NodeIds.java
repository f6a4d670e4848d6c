package io.metatransformer.modality.graph;

import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.List;
import java.util.stream.Stream;

/** What can identify the nodes of a graph: a vector for each. Names are the reference's. */
enum NodeIds {
    /** Eigenvectors of the Laplacian, {@link LaplacianIds}. */
    LAPLACIAN("lap_node_id", "lap_node_id_k", true, 16, "lap_encoder", "eigenvectors"),
    /** Rows of a random orthogonal matrix, {@link OrthogonalIds}. */
    ORTHOGONAL("orf_node_id", "orf_node_id_dim", false, 64, "orf_encoder", "entries"),
    /** Random vectors of length 1, {@link RandomIds}. */
    RANDOM("rand_node_id", "rand_node_id_dim", false, 64, "rand_encoder", "entries");

    /** Most entries of a vector. */
    private static final int MAX_SIZE = 1024;

    private final String flag;
    private final String size;
    private final boolean byDefault;
    private final int defaultSize;
    private final String encoder;
    private final String unit;

    NodeIds(
            String flag,
            String size,
            boolean byDefault,
            int defaultSize,
            String encoder,
            String unit) {
        this.flag = flag;
        this.size = size;
        this.byDefault = byDefault;
        this.defaultSize = defaultSize;
        this.encoder = encoder;
        this.unit = unit;
    }

    /** Those that a model has. */
    static List<NodeIds> of(Options options) {
        return Stream.of(values()).filter(kind -> options.flag(kind.flag)).toList();
    }

    /** Whether they are of a dense matrix of all nodes, which bounds the size of a graph. */
    boolean dense() {
        return this != RANDOM;
    }

    /** Entries of a node's vector, k. */
    int size(Options options) {
        return options.integer(size);
    }

    /** The linear map of two such vectors, {@code [D, 2k]}, without {@code .weight}. */
    String encoder() {
        return GraphWeights.FEATURES + encoder;
    }

    Option flagOption() {
        String what =
                switch (this) {
                    case LAPLACIAN -> "Eigenvectors of the Laplacian identify nodes.";
                    case ORTHOGONAL -> "Rows of a random orthogonal matrix identify nodes.";
                    case RANDOM -> "Random vectors identify nodes.";
                };
        return Option.flag(flag, byDefault, what);
    }

    Option sizeOption() {
        return Option.integer(
                size, defaultSize, 1, MAX_SIZE, unit, "Length of these vectors; zeros fill it up.");
    }
}
