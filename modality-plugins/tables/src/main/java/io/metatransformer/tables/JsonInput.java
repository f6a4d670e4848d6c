package io.metatransformer.tables;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON token by token: strict UTF-8, at most 64 levels deep, no field twice in one object. What is refused is
 * told with its line. Serves one thread.
 */
public final class JsonInput implements AutoCloseable {
    private static final int MAX_TEXT = 1 << 20;

    /** The parser's messages quote names whole. */
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxStringLength(MAX_TEXT)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .errorReportConfiguration(
                            ErrorReportConfiguration.builder().maxErrorTokenLength(40).build())
                    .build();

    private final String name;
    private final JsonParser parser;

    private JsonInput(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /**
     * @param name of the input, for messages
     */
    public static JsonInput open(String name, ByteBuffer bytes) {
        try {
            return new JsonInput(name, FACTORY.createParser(new Utf8Reader(name, bytes, false)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The next token.
     *
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED} for broken JSON and for the end of the
     *     input, {@link ErrorCode#LIMIT_EXCEEDED} for too deep or too long pieces, {@link ErrorCode#ENCODING}
     */
    public JsonToken next() {
        if (!advance()) {
            throw endsTooEarly();
        }
        return parser.currentToken();
    }

    /** As {@link #next}, but whether there is a next token is the answer and not a refusal. */
    public boolean advance() {
        try {
            return parser.nextToken() != null;
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    MetaTransformerException endsTooEarly() {
        return refusal(ErrorCode.MALFORMED, "the JSON text ends too early");
    }

    /** The token that {@link #next} gave last. */
    public JsonToken current() {
        return parser.currentToken();
    }

    /**
     * The text of a field name, string or number as written.
     *
     * @throws MetaTransformerException as {@link #next}
     */
    public String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /**
     * The current token as a number.
     *
     * @return NaN for {@code null}, which stands for no value
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for something else than a number,
     *     {@link ErrorCode#NON_FINITE} for one beyond the range of a double
     */
    public double number(String what) {
        if (current() == JsonToken.VALUE_NULL) {
            return Double.NaN;
        }
        if (!current().isNumeric()) {
            throw refusal(
                    ErrorCode.SCHEMA_MISMATCH, what + " takes a number or null, got " + shown());
        }
        try {
            double value = parser.getDoubleValue();
            if (!Double.isFinite(value)) {
                throw refusal(
                        ErrorCode.NON_FINITE, what + " takes a finite number, got " + shown());
            }
            return value;
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /**
     * The current value whole: a {@code Map}, {@code List}, {@code String}, {@code Boolean} or {@code Double}, or
     * null. For small documents, since it is held in memory.
     */
    public Object value() {
        return switch (current()) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> text();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> number("a value");
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            String field = text();
            next();
            object.put(field, value());
        }
        return object;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            list.add(value());
        }
        return list;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} if the current token is another
     */
    public void expect(JsonToken token, String what) {
        if (current() != token) {
            throw refusal(
                    ErrorCode.SCHEMA_MISMATCH,
                    what + " must be " + described(token) + ", got " + shown());
        }
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED} if anything follows
     */
    public void expectEnd() {
        if (advance()) {
            throw refusal(ErrorCode.MALFORMED, "text follows after the JSON value");
        }
    }

    /** A refusal that names the input and the line. */
    public MetaTransformerException refusal(ErrorCode code, String what) {
        JsonLocation place = parser.currentTokenLocation();
        return new MetaTransformerException(
                code, name + ": line " + Math.max(1, place.getLineNr()) + ": " + what);
    }

    private MetaTransformerException refusal(IOException e) {
        ErrorCode code =
                e instanceof StreamConstraintsException
                        ? ErrorCode.LIMIT_EXCEEDED
                        : ErrorCode.MALFORMED;
        String what = e instanceof JsonProcessingException json ? json.getOriginalMessage() : "";
        return refusal(code, what.isEmpty() ? "broken JSON" : safe(what));
    }

    private static String safe(String message) {
        return QUOTED.matcher(message)
                .replaceAll(word -> Matcher.quoteReplacement(Quoted.of(word.group(1))))
                .replaceAll("\\p{Cntrl}", "?");
    }

    private String shown() {
        return switch (current()) {
            case START_ARRAY, START_OBJECT -> described(current());
            default -> Quoted.of(text());
        };
    }

    private static String described(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "a list";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> "a text";
            default -> "another value";
        };
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
