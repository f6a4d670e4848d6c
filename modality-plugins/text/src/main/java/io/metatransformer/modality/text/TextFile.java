package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.tables.Utf8Reader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one text that an input holds, or that a request chooses of several. */
final class TextFile {
    private static final int HEAD = 512;

    /** How lists of texts and objects start: plain text that does so is rare, and {@code format} says so. */
    private static final Pattern JSON_START =
            Pattern.compile(
                    "\\s*(\\{\\s*\"[^\"]*\"\\s*:|\\[\\s*([\"\\]]|\\{\\s*\")).*", Pattern.DOTALL);

    private TextFile() {}

    /**
     * @throws MetaTransformerException with {@link ErrorCode#ENCODING} for bytes that are no UTF-8, {@link
     *     ErrorCode#EMPTY_INPUT} for no bytes or a list of none, {@link ErrorCode#LIMIT_EXCEEDED} for too many
     *     bytes, {@link ErrorCode#INVALID_REQUEST} for several texts of which none was chosen, {@link
     *     ErrorCode#INDEX_OUT_OF_RANGE} for one that is not there, {@link ErrorCode#MALFORMED} and {@link
     *     ErrorCode#SCHEMA_MISMATCH} for JSON that is broken or has no texts
     */
    static String read(Input input, Options options) {
        if (isEmptyText(input)) {
            return "";
        }
        ByteBuffer bytes = input.bytes(options.integer("max_bytes"));
        Optional<Integer> row =
                options.isSet("row") ? Optional.of(options.integer("row")) : Optional.empty();
        if (isJson(input, options.text(TextOptions.FORMAT), bytes)) {
            return TextList.read(input.name(), bytes, row);
        }
        if (row.orElse(0) != 0) {
            throw new MetaTransformerException(
                    ErrorCode.INDEX_OUT_OF_RANGE,
                    input.name() + ": no row " + row.get() + "; the input is one text");
        }
        return decoded(input.name(), bytes, options.text("malformed_text").equals("replace"));
    }

    /** No characters are a text where somebody says that they are one; an empty file says nothing. */
    private static boolean isEmptyText(Input input) {
        return input.path().isEmpty()
                && mediaType(input).equals("text/plain")
                && !input.head(1).hasRemaining();
    }

    private static boolean isJson(Input input, String format, ByteBuffer bytes) {
        if (!format.equals(TextOptions.AUTO)) {
            return format.equals(TextOptions.JSON);
        }
        String declared = mediaType(input);
        if (declared.equals("text/plain")) {
            return false;
        }
        return declared.endsWith("json")
                || declared.endsWith("jsonl")
                || JSON_START.matcher(decodedHead(bytes)).matches();
    }

    private static String mediaType(Input input) {
        return input.mediaType()
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static String decodedHead(ByteBuffer bytes) {
        ByteBuffer head = bytes.slice(bytes.position(), Math.min(HEAD, bytes.remaining()));
        return decoded("", head, true);
    }

    private static String decoded(String name, ByteBuffer bytes, boolean replace) {
        try (Utf8Reader reader = new Utf8Reader(name, bytes, replace)) {
            StringWriter text = new StringWriter(bytes.remaining());
            reader.transferTo(text);
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
