package io.metatransformer.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.api.Option;
import java.io.IOException;
import java.util.List;

/** Writes options as a JSON Schema (2020-12) of an object. */
final class OptionSchema {
    private OptionSchema() {}

    static void write(JsonGenerator out, String name, List<Option> options) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("type", "object");
        out.writeBooleanField("additionalProperties", false);
        out.writeObjectFieldStart("properties");
        for (Option option : options) {
            out.writeObjectFieldStart(option.name());
            write(out, option);
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Option option) throws IOException {
        switch (option.type()) {
            case BOOLEAN -> out.writeStringField("type", "boolean");
            case INTEGER -> out.writeStringField("type", "integer");
            case NUMBER -> out.writeStringField("type", "number");
            case TEXT, CHOICE -> out.writeStringField("type", "string");
            case NUMBERS -> array(out, "number");
            case TEXTS -> array(out, "string");
        }
        if (!option.choices().isEmpty()) {
            out.writeFieldName("enum");
            out.writeArray(option.choices().toArray(String[]::new), 0, option.choices().size());
        }
        if (option.min().isPresent()) {
            number(out, "minimum", option.min().get());
        }
        if (option.max().isPresent()) {
            number(out, "maximum", option.max().get());
        }
        if (option.defaultValue().isPresent()) {
            out.writeFieldName("default");
            PlainJson.write(out, option.defaultValue().get());
        }
        out.writeStringField("description", option.description());
        if (!option.unit().isEmpty()) {
            out.writeStringField("x-unit", option.unit());
        }
        out.writeBooleanField("x-per-request", option.perRequest());
    }

    private static void array(JsonGenerator out, String items) throws IOException {
        out.writeStringField("type", "array");
        out.writeObjectFieldStart("items");
        out.writeStringField("type", items);
        out.writeEndObject();
    }

    private static void number(JsonGenerator out, String name, double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            out.writeNumberField(name, (long) value);
        } else {
            out.writeNumberField(name, value);
        }
    }
}
