package io.metatransformer.modality.tabular;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.graph.Network;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.TableRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one row, encodes, embeds. Native memory is the activation's, if there is one. */
final class TabularSession implements TokenizerSession {
    static final int MAX_BYTES = 256 << 20;

    private final int width;
    private final Options options;
    private final TabularOptions layout;
    private final WordEmbedding words;
    private final NumberEmbedding numbers;
    private final Optional<Network> activation;
    private final Lifetime lifetime;

    TabularSession(ModelPart part, Options options, TabularOptions layout) {
        this.width = part.width();
        this.options = options;
        this.layout = layout;
        this.words = new WordEmbedding(layout, part.weights(), width);
        this.numbers = new NumberEmbedding(layout, part.weights(), width);
        this.activation =
                layout.activation().map(word -> Activations.network(part.name(), word, width));
        this.lifetime = new Lifetime(part.name());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return layout.specialTokens() + layout.ordinaryTokens();
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(draw(input)));
    }

    private Preview draw(Input input) {
        Options chosen = options.withRequest(input.options());
        try (TableRows table = open(input, chosen)) {
            return TableDrawing.of(
                    input.name(), table, chosen.isSet("row") ? chosen.integer("row") : 0);
        }
    }

    private TableRows open(Input input, Options chosen) {
        CsvDialect dialect = CsvDialect.from(chosen, layout.schema().missing());
        return TableFile.open(input.name(), input.bytes(MAX_BYTES), dialect);
    }

    private TokenSequence read(Input input) {
        Options chosen = options.withRequest(input.options());
        try (TableRows table = open(input, chosen)) {
            Optional<Integer> wanted =
                    chosen.isSet("row") ? Optional.of(chosen.integer("row")) : Optional.empty();
            EncodedRow row = encode(input.name(), table, wanted);
            return sequence(input.name(), wanted.orElse(0), row);
        }
    }

    /** The row that is wanted, or the only one; the rest is read all the same, so that it is sound. */
    private EncodedRow encode(String name, TableRows table, Optional<Integer> wanted) {
        EncodedRow found = null;
        RowEncoder encoder = null;
        int count = 0;
        while (table.next()) {
            if (encoder == null) {
                encoder = new RowEncoder(name, layout.schema(), table);
            }
            if (count == wanted.orElse(0)) {
                found = encoder.encode();
            }
            count++;
        }
        if (count == 0) {
            throw TableDrawing.noRows(name);
        }
        if (wanted.isEmpty() && count > 1) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    name
                            + ": the table has "
                            + count
                            + " rows, and each is an input of its own; option 'row' chooses one");
        }
        if (found == null) {
            throw TableDrawing.noSuchRow(name, wanted.get(), count);
        }
        return found;
    }

    /** The third stage: {@code [special + columns, D]}. */
    Tensor embed(EncodedRow row) {
        float[] tokens = new float[maxTokens() * width];
        words.write(row.words(), tokens);
        if (layout.continuous()) {
            numbers.write(numbers.normalised(row.numbers()), tokens, words.count() * width);
        }
        Tensor plain = Tensor.of(tokens, maxTokens(), width);
        return activation.map(network -> network.run(plain)).orElse(plain);
    }

    private TokenSequence sequence(String name, int row, EncodedRow encoded) {
        Map<String, String> facts = new HashMap<>();
        facts.put("row", String.valueOf(row));
        facts.put("unseen", String.valueOf(encoded.unseen()));
        List<String> columns = columns();
        for (int i = 0; i < columns.size(); i++) {
            facts.put("column." + i, columns.get(i));
        }
        float[] continuous = numbers.normalised(encoded.numbers());
        return TokenSequence.of(
                embed(encoded),
                Modality.TABULAR,
                layout.specialTokens(),
                new Layout.Rows(layout.ordinaryTokens()),
                new Origin(
                        name,
                        facts,
                        Map.of("continuous", Tensor.of(continuous, continuous.length))));
    }

    private List<String> columns() {
        Schema schema = layout.schema();
        List<String> names = new ArrayList<>();
        schema.categorical().forEach(column -> names.add(column.name()));
        if (layout.continuous()) {
            schema.continuous().forEach(column -> names.add(column.name()));
        }
        return names;
    }

    @Override
    public void close() {
        lifetime.end(() -> activation.ifPresent(Network::close));
    }
}
