package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The text of an ENVI header as keys and values: the word {@code ENVI} on a line of its own, then {@code key =
 * value}, where a value in braces may run over lines. Keys are compared in lower case.
 */
final class EnviFields {
    static final String MAGIC = "ENVI";

    private final String name;
    private final Map<String, String> values = new HashMap<>();

    /**
     * @param name of the header, for messages
     * @throws MetaTransformerException with {@link ErrorCode#CORRUPT} for a line that is none of these
     */
    EnviFields(String name, String text) {
        this.name = name;
        int at = lineEnd(text, 0);
        while (at < text.length()) {
            int end = lineEnd(text, at);
            String line = text.substring(at, end).strip();
            if (!line.isEmpty() && !line.startsWith(";")) {
                int equals = text.indexOf('=', at);
                if (equals < 0 || equals >= end) {
                    throw corrupt(
                            "has the line " + Quoted.of(line) + ", which is no 'key = value'");
                }
                String key = text.substring(at, equals).strip();
                int open = text.indexOf('{', equals);
                if (open >= 0 && text.substring(equals + 1, open).isBlank() && open < end) {
                    int close = text.indexOf('}', open);
                    if (close < 0) {
                        throw corrupt("has no closing brace for " + Quoted.of(key));
                    }
                    put(key, text.substring(open + 1, close));
                    end = lineEnd(text, close);
                } else {
                    put(key, text.substring(equals + 1, end));
                }
            }
            at = end;
        }
    }

    /** After the line that holds {@code at}. */
    private static int lineEnd(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    private void put(String key, String value) {
        String lower = key.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        String before = values.putIfAbsent(lower, value.strip());
        if (before != null && !before.equals(value.strip())) {
            throw corrupt("says two things of " + Quoted.of(lower));
        }
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    String required(String key) {
        return text(key).orElseThrow(() -> corrupt("has no '" + key + "'"));
    }

    /** A whole number from {@code least} on. */
    long whole(String key, long least) {
        return whole(key, required(key), least);
    }

    long whole(String key, long least, long otherwise) {
        return text(key).isPresent() ? whole(key, least) : otherwise;
    }

    private long whole(String key, String text, long least) {
        try {
            long value = Long.parseLong(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below, with what stands there
        }
        throw corrupt(
                "says '"
                        + key
                        + "' is "
                        + Quoted.of(text)
                        + "; a whole number from "
                        + least
                        + " on is expected");
    }

    Optional<Double> number(String key) {
        return text(key).map(text -> number(key, text));
    }

    /** The numbers of a list in braces, as many as there are bands; none if there is no such key. */
    double[] numbers(String key, int bands) {
        if (text(key).isEmpty()) {
            return new double[0];
        }
        String[] parts = required(key).split(",", -1);
        if (parts.length != bands) {
            throw corrupt("has " + parts.length + " of '" + key + "' for " + bands + " bands");
        }
        double[] numbers = new double[bands];
        for (int band = 0; band < bands; band++) {
            numbers[band] = number(key, parts[band].strip());
        }
        return numbers;
    }

    private double number(String key, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw corrupt("says '" + key + "' is " + Quoted.of(text) + ", which is no number");
        }
    }

    MetaTransformerException corrupt(String what) {
        return new MetaTransformerException(ErrorCode.CORRUPT, name + ": the ENVI header " + what);
    }
}
