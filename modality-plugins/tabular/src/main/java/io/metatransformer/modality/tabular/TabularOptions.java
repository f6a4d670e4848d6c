package io.metatransformer.modality.tabular;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.tables.CsvDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model embeds a table.
 *
 * @param shared whether each column has a table of its own, with a part that all its words share
 * @param sharedAdded whether that part is added; otherwise it takes the place of the first entries
 * @param sharedWidth entries of that part
 * @param continuous whether numbers become tokens; otherwise they are left to the head
 * @param norm {@code none}, {@code layernorm} or {@code batchnorm} of the numbers
 * @param activation of every token, or none
 */
record TabularOptions(
        Schema schema,
        boolean shared,
        boolean sharedAdded,
        int sharedWidth,
        boolean bias,
        boolean continuous,
        boolean continuousBias,
        String norm,
        Optional<String> activation,
        boolean classToken) {

    private static final String NONE = "none";

    static List<Option> declared() {
        List<Option> all = new ArrayList<>(model());
        all.addAll(SchemaFit.options());
        all.add(
                Option.integer(
                                "row",
                                0,
                                0,
                                Integer.MAX_VALUE,
                                "",
                                "Which row of a table of several is read, counted from 0.")
                        .unset()
                        .settablePerRequest());
        all.addAll(CsvDialect.optionsWithoutMarkers());
        return List.copyOf(all);
    }

    private static List<Option> model() {
        return List.of(
                Option.text("schema", "", "Columns, vocabularies and scales, as JSON text.")
                        .unset(),
                Option.flag(
                        "shared_embed",
                        false,
                        "A table per column, with a part that all words of the column share."),
                Option.flag(
                        "add_shared_embed",
                        false,
                        "That part is added; otherwise it takes the place of the first entries."),
                Option.number(
                        "frac_shared_embed",
                        0.25,
                        0,
                        1,
                        "",
                        "Share of the entries that it takes the place of."),
                Option.flag("cat_bias", false, "Adds a vector per categorical column."),
                Option.flag(
                        "embed_continuous",
                        true,
                        "A token per continuous column; otherwise their numbers are left to the head."),
                Option.flag("cont_bias", true, "Adds a vector per continuous column."),
                Option.choice(
                        "cont_norm",
                        NONE,
                        List.of(NONE, "layernorm", "batchnorm"),
                        "Normalises the numbers, all of a row or each by its training statistics."),
                Option.choice(
                        "activation",
                        NONE,
                        List.of(NONE, "relu", "leaky_relu", "gelu", "tanh"),
                        "Applied to every token."),
                Option.flag("class_token", false, "Puts a learned class token first."));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} if no token would come out; as {@link
     *     SchemaText#parse}
     */
    static TabularOptions from(Options options, int width) {
        boolean shared = options.flag("shared_embed");
        boolean added = options.flag("add_shared_embed");
        String activation = options.text("activation");
        TabularOptions read =
                new TabularOptions(
                        SchemaText.parse(options.text("schema")),
                        shared,
                        added,
                        added ? width : (int) (width * options.number("frac_shared_embed")),
                        options.flag("cat_bias"),
                        options.flag("embed_continuous"),
                        options.flag("cont_bias"),
                        options.text("cont_norm"),
                        activation.equals(NONE) ? Optional.empty() : Optional.of(activation),
                        options.flag("class_token"));
        if (read.ordinaryTokens() == 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "no column becomes a token: the schema has no categorical column and"
                            + " 'embed_continuous' is false");
        }
        return read;
    }

    int specialTokens() {
        return classToken ? 1 : 0;
    }

    int ordinaryTokens() {
        return schema.categorical().size() + (continuous ? schema.continuous().size() : 0);
    }

    boolean normalises() {
        return !norm.equals(NONE) && !schema.continuous().isEmpty();
    }
}
