package io.metatransformer.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON in the metadata of our own golden files, so that the testkit needs no library for it. */
final class JsonValue {
    private final String text;
    private int at;

    private JsonValue(String text) {
        this.text = text;
    }

    /** Maps, lists, strings, booleans, and numbers as {@code Double}. */
    static Object read(String text) {
        JsonValue json = new JsonValue(text);
        Object value = json.value();
        if (json.next() != 0) {
            throw json.unreadable();
        }
        return value;
    }

    private Object value() {
        return switch (next()) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        while (next() != '}') {
            String key = string();
            take(':');
            map.put(key, value());
            separator('}');
        }
        at++;
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        at++;
        while (next() != ']') {
            list.add(value());
            separator(']');
        }
        at++;
        return list;
    }

    /** Takes a comma, after which another value comes, or leaves the closing bracket. */
    private void separator(char close) {
        if (next() == close) {
            return;
        }
        take(',');
        if (next() == close) {
            throw unreadable();
        }
    }

    private String string() {
        take('"');
        int end = text.indexOf('"', at);
        String content = end < 0 ? "\\" : text.substring(at, end);
        if (content.contains("\\")) {
            throw unreadable();
        }
        at = end + 1;
        return content;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw unreadable();
        }
        at += word.length();
        return value;
    }

    private Double number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return Double.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no JSON value at character " + start, e);
        }
    }

    private void take(char expected) {
        if (next() != expected) {
            throw unreadable();
        }
        at++;
    }

    /** The next character that is no space, without taking it; 0 at the end. */
    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException unreadable() {
        return new IllegalArgumentException("no JSON, or an escape, at character " + at);
    }
}
