package io.metatransformer.modality.text;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.tables.JsonInput;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Texts in JSON: a list, or one after the other (JSON lines); each a string, or an object with a string {@code
 * text} and whatever else. All are read, so that the whole is sound; one is kept.
 */
final class TextList {
    private static final String FIELD = "text";

    private final JsonInput json;
    private final int wanted;
    private int count;
    private String found = "";

    private TextList(JsonInput json, int wanted) {
        this.json = json;
        this.wanted = wanted;
    }

    /**
     * @param row counted from 0; may be absent if there is one text only
     */
    static String read(String name, ByteBuffer bytes, Optional<Integer> row) {
        try (JsonInput json = JsonInput.open(name, bytes)) {
            TextList list = new TextList(json, row.orElse(0));
            list.readAll();
            return list.chosen(name, row);
        }
    }

    private void readAll() {
        if (!json.advance()) {
            return;
        }
        boolean list = json.current() == JsonToken.START_ARRAY;
        if (list) {
            while (json.next() != JsonToken.END_ARRAY) {
                take();
            }
            json.expectEnd();
        } else {
            do {
                take();
            } while (json.advance());
        }
    }

    private void take() {
        String text = json.current() == JsonToken.START_OBJECT ? member() : string("a text");
        if (count == wanted) {
            found = text;
        }
        count++;
    }

    private String member() {
        String text = null;
        while (json.next() != JsonToken.END_OBJECT) {
            boolean wantedField = json.text().equals(FIELD);
            json.next();
            if (wantedField) {
                text = string("field '" + FIELD + "'");
            } else {
                json.value();
            }
        }
        if (text == null) {
            throw json.refusal(
                    ErrorCode.SCHEMA_MISMATCH, "an object of texts has a field '" + FIELD + "'");
        }
        return text;
    }

    private String string(String what) {
        json.expect(JsonToken.VALUE_STRING, what);
        return json.text();
    }

    private String chosen(String name, Optional<Integer> row) {
        if (count == 0) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": the list has no texts");
        }
        if (row.isEmpty() && count > 1) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    name
                            + ": the list has "
                            + count
                            + " texts, and each is an input of its own; option 'row' chooses one");
        }
        if (wanted >= count) {
            throw new MetaTransformerException(
                    ErrorCode.INDEX_OUT_OF_RANGE,
                    name + ": no row " + wanted + "; the list has " + count);
        }
        return found;
    }
}
