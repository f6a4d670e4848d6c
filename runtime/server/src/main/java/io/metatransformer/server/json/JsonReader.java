package io.metatransformer.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads one JSON document (RFC 8259, UTF-8) in one pass. Refuses what is broken, too deep, too long, or says
 * one name twice, and tells where. Every method starts at the first token of a value and ends at its last.
 */
public final class JsonReader {
    private static final int MAX_NAME = 1024;

    /** Members of a request that list its items. */
    private static final List<String> LISTS = List.of("inputs", "left", "right");

    private final byte[] document;
    private final JsonParser parser;

    private JsonReader(byte[] document, JsonParser parser) {
        this.document = document;
        this.parser = parser;
    }

    /** Reads a value. */
    @FunctionalInterface
    public interface Value<T> {
        T read(JsonReader in) throws IOException;
    }

    /** Reads the value of one member of an object. */
    @FunctionalInterface
    public interface Member {
        void read(String name) throws IOException;
    }

    /** Reads one element of an array. */
    @FunctionalInterface
    public interface Element {
        void read(int index) throws IOException;
    }

    /**
     * Reads a whole document.
     *
     * @throws Refusal with {@link ProblemType#INVALID_REQUEST}, or {@link ProblemType#PAYLOAD_TOO_LARGE} for a
     *     string past its limit
     */
    public static <T> T read(byte[] document, Limits limits, Value<T> value) {
        if (document.length == 0) {
            throw new Refusal(ProblemType.INVALID_REQUEST, "a JSON body is expected, it is empty");
        }
        try (JsonParser parser = factory(limits).createParser(document)) {
            parser.nextToken();
            T read = value.read(new JsonReader(document, parser));
            if (parser.nextToken() != null) {
                throw new Refusal(
                        ProblemType.INVALID_REQUEST,
                        "the JSON goes on after its end, at " + place(parser));
            }
            return read;
        } catch (StreamConstraintsException e) {
            throw tooMuch(e, limits);
        } catch (JsonEOFException e) {
            throw new Refusal(ProblemType.INVALID_REQUEST, "the JSON ends in the middle");
        } catch (JsonParseException e) {
            throw broken(e);
        } catch (IOException e) {
            throw new Refusal(ProblemType.INVALID_REQUEST, "the body is not JSON in UTF-8");
        }
    }

    private static JsonFactory factory(Limits limits) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(limits.jsonDepth())
                                .maxStringLength(limits.jsonStringChars())
                                .maxNumberLength(limits.jsonNumberChars())
                                .maxNameLength(MAX_NAME)
                                .build())
                .build();
    }

    private static Refusal tooMuch(StreamConstraintsException e, Limits limits) {
        String what = e.getOriginalMessage();
        if (what.startsWith("String")) {
            return new Refusal(
                    ProblemType.PAYLOAD_TOO_LARGE,
                    "a string is longer than " + limits.jsonStringChars() + " characters");
        }
        if (what.startsWith("Document nesting")) {
            return new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "arrays and objects are nested deeper than " + limits.jsonDepth());
        }
        return new Refusal(
                ProblemType.INVALID_REQUEST,
                what.startsWith("Number")
                        ? "a number is longer than " + limits.jsonNumberChars() + " characters"
                        : "a name is longer than " + MAX_NAME + " characters");
    }

    private static Refusal broken(JsonParseException e) {
        boolean twice = e.getOriginalMessage().startsWith("Duplicate field");
        String where =
                " at line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr();
        return new Refusal(
                ProblemType.INVALID_REQUEST,
                twice ? "an object has one name twice," + where : "not JSON" + where);
    }

    private static String place(JsonParser parser) {
        return "line "
                + parser.currentTokenLocation().getLineNr()
                + ", column "
                + parser.currentTokenLocation().getColumnNr();
    }

    /** Where the current value stands: a JSON Pointer into the document. */
    public String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    /** A refusal of the current value. */
    public Refusal refuse(String detail) {
        return new Refusal(
                Problem.of(ProblemType.INVALID_REQUEST, detail).at(pointer(), index(pointer())));
    }

    /** Index of the item that a pointer leads into: 3 for {@code /inputs/3/data}; else -1. */
    public static int index(String pointer) {
        String[] steps = pointer.split("/", 4);
        return steps.length > 2 && LISTS.contains(steps[1]) && steps[2].matches("\\d{1,9}")
                ? Integer.parseInt(steps[2])
                : -1;
    }

    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    public boolean isString() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    public boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    public boolean isNumber() {
        return parser.currentToken().isNumeric();
    }

    /** Reads every member of the object that starts here. */
    public void object(Member member) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name);
        }
    }

    /** Reads every element of the array that starts here. */
    public void array(Element element) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            element.read(i);
        }
    }

    public String string() throws IOException {
        expect(JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    public boolean flag() throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw refuse("true or false is expected here");
        }
        return parser.getBooleanValue();
    }

    public int integer() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        try {
            return parser.getIntValue();
        } catch (IOException e) {
            throw refuse("a whole number up to 2147483647 is expected here");
        }
    }

    public float number() throws IOException {
        if (!isNumber()) {
            throw refuse("a number is expected here");
        }
        return parser.getFloatValue();
    }

    /** A number as options take it. */
    Number plainNumber() throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                ? parser.getLongValue()
                : parser.getDoubleValue();
    }

    JsonToken token() {
        return parser.currentToken();
    }

    /** The bytes of the value that starts here, as they stand in the document. */
    public ByteBuffer slice() throws IOException {
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        if (!parser.currentToken().isStructEnd()) {
            throw refuse("an array or an object is expected here");
        }
        int end = Math.toIntExact(parser.currentLocation().getByteOffset());
        return ByteBuffer.wrap(document, start, end - start);
    }

    private void expect(JsonToken wanted, String what) {
        if (parser.currentToken() != wanted) {
            throw refuse(what + " is expected here");
        }
    }
}
