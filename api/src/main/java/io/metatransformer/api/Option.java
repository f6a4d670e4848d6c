package io.metatransformer.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One setting of a tokenizer, encoder or head: its type, default, range and meaning. Read by people
 * through {@code metatransformer plugins show} and {@code GET /api/v1/modalities/{id}}.
 *
 * @param type what values are accepted
 * @param defaultValue of the Java type that belongs to {@code type}; absent if the option may be unset
 * @param min smallest accepted number, absent if unbounded or not a number
 * @param max largest accepted number, absent if unbounded or not a number
 * @param choices for {@link Type#CHOICE}, the accepted words; else empty
 * @param unit such as {@code px}, {@code Hz}, {@code s}; empty if it has none
 * @param perRequest whether a single request may set it; otherwise it belongs to the model alone
 */
public record Option(
        String name,
        Type type,
        Optional<Object> defaultValue,
        Optional<Double> min,
        Optional<Double> max,
        List<String> choices,
        String unit,
        boolean perRequest,
        String description) {

    /** The accepted values, and the Java type in which {@link Options} returns them. */
    public enum Type {
        /** {@code true} or {@code false}; {@link Boolean}. */
        BOOLEAN,
        /** A whole number; {@link Long}. */
        INTEGER,
        /** A finite number; {@link Double}. */
        NUMBER,
        /** Any text; {@link String}. */
        TEXT,
        /** One word of a list; {@link String}. */
        CHOICE,
        /** A list of finite numbers; {@code List<Double>}. */
        NUMBERS,
        /** A list of texts; {@code List<String>}. */
        TEXTS
    }

    public Option {
        Objects.requireNonNull(name, "name");
        choices = List.copyOf(choices);
    }

    public static Option flag(String name, boolean defaultValue, String description) {
        return new Option(
                name,
                Type.BOOLEAN,
                Optional.of(defaultValue),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                false,
                description);
    }

    /** A whole number from {@code min} to {@code max}, both accepted. */
    public static Option integer(
            String name, long defaultValue, long min, long max, String unit, String description) {
        return new Option(
                name,
                Type.INTEGER,
                Optional.of(defaultValue),
                Optional.of((double) min),
                Optional.of((double) max),
                List.of(),
                unit,
                false,
                description);
    }

    /** A number from {@code min} to {@code max}, both accepted. */
    public static Option number(
            String name,
            double defaultValue,
            double min,
            double max,
            String unit,
            String description) {
        return new Option(
                name,
                Type.NUMBER,
                Optional.of(defaultValue),
                Optional.of(min),
                Optional.of(max),
                List.of(),
                unit,
                false,
                description);
    }

    public static Option text(String name, String defaultValue, String description) {
        return new Option(
                name,
                Type.TEXT,
                Optional.of(defaultValue),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                false,
                description);
    }

    public static Option choice(
            String name, String defaultValue, List<String> choices, String description) {
        return new Option(
                name,
                Type.CHOICE,
                Optional.of(defaultValue),
                Optional.empty(),
                Optional.empty(),
                choices,
                "",
                false,
                description);
    }

    public static Option numbers(
            String name, List<Double> defaultValue, String unit, String description) {
        return new Option(
                name,
                Type.NUMBERS,
                Optional.of(List.copyOf(defaultValue)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                unit,
                false,
                description);
    }

    public static Option texts(String name, List<String> defaultValue, String description) {
        return new Option(
                name,
                Type.TEXTS,
                Optional.of(List.copyOf(defaultValue)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                false,
                description);
    }

    /** This option without a default: unset unless somebody sets it. */
    public Option unset() {
        return new Option(
                name, type, Optional.empty(), min, max, choices, unit, perRequest, description);
    }

    /** This option, open to single requests. */
    public Option settablePerRequest() {
        return new Option(name, type, defaultValue, min, max, choices, unit, true, description);
    }
}
