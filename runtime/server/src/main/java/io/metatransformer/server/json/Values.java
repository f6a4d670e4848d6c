package io.metatransformer.server.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small free values, such as options: booleans, numbers, strings, nulls, lists and maps of them. */
public final class Values {
    private static final int MAX = 4096;

    private final JsonReader in;
    private int read;

    private Values(JsonReader in) {
        this.in = in;
    }

    /** The object that starts here; at most 4,096 values in all. */
    public static Map<String, Object> object(JsonReader in) throws IOException {
        return new Values(in).map();
    }

    /** The value that starts here. */
    public static Object value(JsonReader in) throws IOException {
        return new Values(in).any();
    }

    private Map<String, Object> map() throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        in.object(name -> members.put(name, any()));
        return Collections.unmodifiableMap(members);
    }

    private Object any() throws IOException {
        if (++read > MAX) {
            throw in.refuse("more than " + MAX + " values are given where options are expected");
        }
        return switch (in.token()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE -> in.flag();
            case VALUE_STRING -> in.string();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.plainNumber();
            case START_OBJECT -> map();
            default -> list();
        };
    }

    private List<Object> list() throws IOException {
        List<Object> elements = new ArrayList<>();
        in.array(i -> elements.add(any()));
        return Collections.unmodifiableList(elements);
    }
}
