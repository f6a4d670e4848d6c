package io.metatransformer.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checked values of declared {@link Option}s: every name is known, every value of its type and within
 * its range; what was not set has its default. Immutable.
 */
public final class Options {
    private static final Options NONE = new Options(Map.of(), Map.of());

    private final Map<String, Option> declared;
    private final Map<String, Object> values;

    private Options(Map<String, Option> declared, Map<String, Object> values) {
        this.declared = declared;
        this.values = values;
    }

    /** No options declared, none set. */
    public static Options none() {
        return NONE;
    }

    /** Every declared option at its default. */
    public static Options defaults(List<Option> declared) {
        return of(declared, Map.of());
    }

    /**
     * Checks {@code given} against {@code declared}. Values come as JSON gives them: booleans, numbers,
     * strings, lists; numbers, booleans and lists (with commas) are also read from strings, as a URL or
     * command line has them. What is given as null counts as not given.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} that names the first unknown
     *     option or unacceptable value, and what would be accepted
     */
    public static Options of(List<Option> declared, Map<String, ?> given) {
        return new Options(byName(declared), Map.of()).with(given, false);
    }

    /**
     * These values, with those that a single request sets on top.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} as {@link #of}, and for an option
     *     that only the model may set
     */
    public Options withRequest(Map<String, ?> given) {
        return with(given, true);
    }

    private Options with(Map<String, ?> given, boolean fromRequest) {
        Map<String, Object> merged = new LinkedHashMap<>();
        for (Option option : declared.values()) {
            Object value = values.getOrDefault(option.name(), option.defaultValue().orElse(null));
            if (value != null) {
                merged.put(option.name(), value);
            }
        }
        for (Map.Entry<String, ?> entry : new TreeMap<>(given).entrySet()) {
            Option option = declared.get(entry.getKey());
            if (option == null) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        "no option "
                                + Quoted.of(entry.getKey())
                                + "; there are "
                                + (declared.isEmpty()
                                        ? "none"
                                        : String.join(", ", declared.keySet())));
            }
            if (fromRequest && !option.perRequest()) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        "option '"
                                + option.name()
                                + "' belongs to the model; a request cannot set it");
            }
            if (entry.getValue() != null) { // JSON's null: as if it were not given
                merged.put(option.name(), OptionReader.read(option, entry.getValue()));
            }
        }
        return new Options(declared, Collections.unmodifiableMap(merged));
    }

    private static Map<String, Option> byName(List<Option> declared) {
        Map<String, Option> byName = new LinkedHashMap<>();
        for (Option option : declared) {
            if (byName.put(option.name(), option) != null) {
                throw new MetaTransformerException(
                        ErrorCode.PLUGIN_ERROR, "option '" + option.name() + "' is declared twice");
            }
        }
        return Collections.unmodifiableMap(byName);
    }

    /** The declared options, in the order of their declaration. */
    public List<Option> declared() {
        return List.copyOf(declared.values());
    }

    /** Every value that is set or has a default, by name: what a manifest or an answer reports. */
    public Map<String, Object> asMap() {
        return values;
    }

    public boolean isSet(String name) {
        return values.containsKey(name);
    }

    public boolean flag(String name) {
        return get(name, Boolean.class);
    }

    public int integer(String name) {
        long value = get(name, Long.class);
        if (value != (int) value) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option '" + name + "' is read up to " + Integer.MAX_VALUE + ", got " + value);
        }
        return (int) value;
    }

    public double number(String name) {
        return get(name, Double.class);
    }

    public String text(String name) {
        return get(name, String.class);
    }

    public List<Double> numbers(String name) {
        return list(name, Double.class);
    }

    public List<String> texts(String name) {
        return list(name, String.class);
    }

    private <T> T get(String name, Class<T> type) {
        Object value = values.get(name);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        if (value != null || !declared.containsKey(name)) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR,
                    "option '" + name + "' is not declared as a " + type.getSimpleName());
        }
        throw new MetaTransformerException(
                ErrorCode.BAD_CONFIG, "option '" + name + "' must be set");
    }

    private <T> List<T> list(String name, Class<T> type) {
        List<T> typed = new ArrayList<>();
        for (Object value : get(name, List.class)) {
            if (!type.isInstance(value)) {
                throw new MetaTransformerException(
                        ErrorCode.PLUGIN_ERROR,
                        "option '" + name + "' is no list of " + type.getSimpleName());
            }
            typed.add(type.cast(value));
        }
        return Collections.unmodifiableList(typed);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
