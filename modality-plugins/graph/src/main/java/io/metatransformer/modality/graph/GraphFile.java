package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.Utf8Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A graph in any of its forms, told by content: JSON, GraphML, an edge list in CSV, or a line of SMILES. */
final class GraphFile {
    private static final int MAX_BYTES = 256 << 20;
    private static final int HEAD = 512;
    private static final Pattern JSON =
            Pattern.compile(
                    "\\{.*\"format\"\\s*:\\s*\"" + JsonGraph.FORMAT + "\".*", Pattern.DOTALL);
    private static final Pattern COUNTED_JSON =
            Pattern.compile("\\{\\s*\"num_nodes\"\\s*:.*", Pattern.DOTALL);
    private static final Pattern GRAPH_ML =
            Pattern.compile("<.*<([\\w.-]+:)?graphml[\\s>].*|<graphml[\\s>].*", Pattern.DOTALL);
    private static final String EDGES_FILE = ".edges.csv";
    private static final String NODES_FILE = ".nodes.csv";

    private GraphFile() {}

    /** Whether bytes start as a graph in one of the forms. */
    static boolean recognises(ByteBuffer bytes) {
        String head = head(bytes);
        return JSON.matcher(head).matches()
                || COUNTED_JSON.matcher(head).matches()
                || GRAPH_ML.matcher(head).matches()
                || firstLine(head).containsAll(List.of(EdgeList.SOURCE, EdgeList.TARGET));
    }

    /**
     * The first stage.
     *
     * @param options of the request
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for bytes of no form read here, and
     *     as each reader says
     */
    static Graph read(Input input, Options options) {
        ByteBuffer bytes = input.bytes(MAX_BYTES);
        String name = input.name();
        GraphLimits limits = GraphOptions.limits(options);
        boolean directed = options.flag(GraphOptions.DIRECTED);
        String head = head(bytes);
        if (Utf8Reader.looksBinary(bytes)) {
            throw unsupported(name);
        }
        if (head.startsWith("{")) {
            return JsonGraph.read(name, bytes, limits, directed);
        }
        if (head.startsWith("<")) {
            return GraphMl.read(name, bytes, limits);
        }
        Set<String> columns = firstLine(head);
        if (!columns.contains(EdgeList.SOURCE) && !columns.contains(EdgeList.TARGET)) {
            return readSmiles(name, bytes, limits);
        }
        CsvDialect dialect = CsvDialect.from(options, Set.of());
        return EdgeList.read(name, bytes, nodes(input, options), dialect, limits, directed);
    }

    private static Graph readSmiles(String name, ByteBuffer bytes, GraphLimits limits) {
        String line = Smiles.line(name, bytes).orElseThrow(() -> unsupported(name));
        return Smiles.read(name, line, limits);
    }

    /** The table of nodes that belongs to an edge list. */
    private static Optional<ByteBuffer> nodes(Input input, Options options) {
        if (options.isSet(GraphOptions.NODES)) {
            String text = options.text(GraphOptions.NODES);
            return Optional.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
        return input.path()
                .flatMap(GraphFile::beside)
                .map(file -> Input.of(input.modality(), file).bytes(MAX_BYTES));
    }

    private static Optional<Path> beside(Path edges) {
        String name = String.valueOf(edges.getFileName());
        if (!name.endsWith(EDGES_FILE)) {
            return Optional.empty();
        }
        String stem = name.substring(0, name.length() - EDGES_FILE.length());
        return Optional.of(edges.resolveSibling(stem + NODES_FILE)).filter(Files::isRegularFile);
    }

    private static Set<String> firstLine(String head) {
        String line = head.lines().findFirst().orElse("");
        return Set.copyOf(
                Pattern.compile("[,;\t]")
                        .splitAsStream(line)
                        .map(field -> field.replace("\"", "").strip())
                        .toList());
    }

    private static String head(ByteBuffer bytes) {
        ByteBuffer head = bytes.slice(bytes.position(), Math.min(HEAD, bytes.remaining()));
        String text = StandardCharsets.UTF_8.decode(head).toString();
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
    }

    private static MetaTransformerException unsupported(String name) {
        return new MetaTransformerException(
                ErrorCode.UNSUPPORTED_FORMAT,
                name
                        + ": a graph is read from JSON, GraphML, an edge list in CSV with columns"
                        + " source and target, or one line of SMILES; these bytes are none");
    }
}
