package io.metatransformer.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one value as its option declares it. */
final class OptionReader {
    private OptionReader() {}

    static Object read(Option option, Object value) {
        return switch (option.type()) {
            case BOOLEAN -> bool(option, value);
            case INTEGER -> integer(option, value);
            case NUMBER -> number(option, value);
            case TEXT -> text(option, value);
            case CHOICE -> choice(option, value);
            case NUMBERS -> list(option, value, OptionReader::number);
            case TEXTS -> list(option, value, OptionReader::text);
        };
    }

    private static Boolean bool(Option option, Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        if ("true".equals(value) || "false".equals(value)) {
            return Boolean.valueOf((String) value);
        }
        throw refusal(option, value, "true or false");
    }

    private static Long integer(Option option, Object value) {
        double number = number(option, value);
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
            throw refusal(option, value, "a whole number" + range(option));
        }
        return (long) number;
    }

    private static Double number(Option option, Object value) {
        double number;
        if (value instanceof Number n) {
            number = n.doubleValue();
        } else if (value instanceof String s) {
            try {
                number = Double.parseDouble(s);
            } catch (NumberFormatException e) {
                throw refusal(option, value, "a number" + range(option));
            }
        } else {
            throw refusal(option, value, "a number" + range(option));
        }
        boolean low = option.min().filter(min -> number < min).isPresent();
        boolean high = option.max().filter(max -> number > max).isPresent();
        if (low || high || !Double.isFinite(number)) {
            throw refusal(option, value, "a number" + range(option));
        }
        return number;
    }

    private static String text(Option option, Object value) {
        if (value instanceof String s) {
            return s;
        }
        throw refusal(option, value, "a text");
    }

    private static String choice(Option option, Object value) {
        if (value instanceof String s && option.choices().contains(s)) {
            return s;
        }
        throw refusal(option, value, "one of " + String.join(", ", option.choices()));
    }

    private interface Element {
        Object read(Option option, Object value);
    }

    private static List<?> list(Option option, Object value, Element element) {
        List<?> given;
        if (value instanceof List<?> l) {
            given = l;
        } else if (value instanceof String s) {
            given = s.isBlank() ? List.of() : List.of(s.split(",", -1));
        } else {
            throw refusal(option, value, "a list");
        }
        List<Object> read = new ArrayList<>();
        for (Object each : given) {
            read.add(element.read(option, each instanceof String s ? s.strip() : each));
        }
        return List.copyOf(read);
    }

    private static String range(Option option) {
        Optional<String> min = option.min().map(OptionReader::plain);
        Optional<String> max = option.max().map(OptionReader::plain);
        String unit = option.unit().isEmpty() ? "" : " " + option.unit();
        if (min.isPresent() && max.isPresent()) {
            return " from " + min.get() + " to " + max.get() + unit;
        }
        return min.map(m -> " of at least " + m + unit)
                .or(() -> max.map(m -> " of at most " + m + unit))
                .orElse(unit);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static MetaTransformerException refusal(Option option, Object value, String accepted) {
        return new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                "option '"
                        + option.name()
                        + "' takes "
                        + accepted
                        + ", got "
                        + Quoted.of(String.valueOf(value)));
    }
}
