package io.metatransformer.tables;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.List;
import java.util.Set;

/**
 * How a CSV file is written, beyond RFC 4180.
 *
 * @param separator between fields
 * @param decimal between the whole and the fraction of a number
 * @param missing fields that stand for no value, compared exactly
 * @param replaceMalformed whether bytes that are no UTF-8 become U+FFFD instead of a refusal
 */
public record CsvDialect(
        char separator, char decimal, Set<String> missing, boolean replaceMalformed) {

    private static final String MARKERS = "missing_markers";
    private static final List<String> MISSING =
            List.of("", "NA", "NaN", "nan", "null", "NULL", "?");

    public CsvDialect {
        missing = Set.copyOf(missing);
    }

    /** Commas between fields, a decimal point, the usual markers for no value. */
    public static CsvDialect standard() {
        return new CsvDialect(',', '.', Set.copyOf(MISSING), false);
    }

    /** {@link #options} without the markers. */
    public static List<Option> optionsWithoutMarkers() {
        return options().stream().filter(option -> !option.name().equals(MARKERS)).toList();
    }

    /** The options that {@link #from(Options)} reads; every request may set them. */
    public static List<Option> options() {
        return List.of(
                Option.text("separator", ",", "Character between fields of a CSV file: , ; or tab.")
                        .settablePerRequest(),
                Option.choice("decimal", ".", List.of(".", ","), "Decimal separator of a CSV file.")
                        .settablePerRequest(),
                Option.texts(
                                MARKERS,
                                MISSING,
                                "Fields of a CSV file that stand for no value, compared exactly.")
                        .settablePerRequest(),
                Option.choice(
                                "malformed_text",
                                "error",
                                List.of("error", "replace"),
                                "Bytes that are not UTF-8: refused, or read as U+FFFD.")
                        .settablePerRequest());
    }

    public static CsvDialect from(Options options) {
        return from(options, Set.copyOf(options.texts(MARKERS)));
    }

    /** As {@link #from(Options)}, for tables whose own description says what stands for no value. */
    public static CsvDialect from(Options options, Set<String> missing) {
        return new CsvDialect(
                separator(options.text("separator")),
                options.text("decimal").charAt(0),
                missing,
                options.text("malformed_text").equals("replace"));
    }

    private static char separator(String word) {
        return switch (word) {
            case ",", ";", "\t" -> word.charAt(0);
            case "tab", "\\t" -> '\t';
            default ->
                    throw new MetaTransformerException(
                            ErrorCode.BAD_CONFIG, "option 'separator' takes , ; or tab");
        };
    }
}
