package io.metatransformer.modality.tabular;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.TableRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the row of an input and encodes it: all of the tokenizer that no weight decides. Immutable. */
final class TabularReader {
    static final int MAX_BYTES = 256 << 20;

    private final Options options;
    private final TabularOptions layout;

    TabularReader(Options options, TabularOptions layout) {
        this.options = options;
        this.layout = layout;
    }

    /** @param number of the row in its table, from 0 */
    record Row(int number, EncodedRow encoded) {}

    Row read(Input input) {
        Options chosen = options.withRequest(input.options());
        try (TableRows table = open(input, chosen)) {
            Optional<Integer> wanted =
                    chosen.isSet("row") ? Optional.of(chosen.integer("row")) : Optional.empty();
            return new Row(wanted.orElse(0), encode(input.name(), table, wanted));
        }
    }

    Preview draw(Input input) {
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

    /** @param continuous the row's numbers, normalised */
    Segment segment(String name, Row row, float[] continuous) {
        Map<String, String> facts = new HashMap<>();
        facts.put("row", String.valueOf(row.number()));
        facts.put("unseen", String.valueOf(row.encoded().unseen()));
        List<String> columns = columns();
        for (int i = 0; i < columns.size(); i++) {
            facts.put("column." + i, columns.get(i));
        }
        float[] categories = categories(row.encoded().words());
        Map<String, Tensor> arrays =
                Map.of(
                        "continuous", Tensor.of(continuous, continuous.length),
                        "categories", Tensor.of(categories, categories.length));
        return new Segment(
                Modality.TABULAR,
                0,
                layout.specialTokens(),
                new Layout.Rows(layout.ordinaryTokens()),
                new Origin(name, facts, arrays));
    }

    /** Words by a number of their own among those of all columns, from 1; 0 for an unknown word. */
    private float[] categories(int[] words) {
        float[] categories = new float[words.length];
        int before = 0;
        for (int i = 0; i < words.length; i++) {
            categories[i] = words[i] == 0 ? 0 : before + words[i];
            before += layout.schema().categorical().get(i).vocabulary().size();
        }
        return categories;
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
}
