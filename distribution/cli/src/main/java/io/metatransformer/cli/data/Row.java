package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One example of a list.
 *
 * @param line where it stands, from 1
 * @param values text, or a list of texts, by column
 */
record Row(int line, Map<String, Object> values) {

    boolean has(String column) {
        return values.containsKey(column);
    }

    String text(String column) {
        if (values.get(column) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong("has no '" + column + "'; its columns are " + values.keySet());
    }

    /**
     * @param columns that hold the answer; empty for {@code label} or {@code labels}
     * @param labelled whether the one column holds a label; otherwise they hold numbers
     */
    Target target(List<String> columns, boolean labelled) {
        if (columns.size() == 1 && labelled) {
            return new Target.Label(text(columns.get(0)).strip());
        }
        if (!columns.isEmpty()) {
            float[] found = new float[columns.size()];
            for (int i = 0; i < found.length; i++) {
                found[i] = number(columns.get(i));
            }
            return new Target.Numbers(Tensor.of(found, found.length));
        }
        if (values.containsKey("id") || values.containsKey("camera")) {
            String id = values.containsKey("id") ? text("id") : text("file");
            return new Target.Item(id, optional("label"), optional("camera"));
        }
        if (values.containsKey("labels")) {
            return new Target.Labels(labels(values.get("labels")));
        }
        return new Target.Label(text("label"));
    }

    private Optional<String> optional(String column) {
        return values.get(column) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }

    private float number(String column) {
        String text = text(column);
        try {
            return Float.parseFloat(text.strip());
        } catch (NumberFormatException e) {
            throw wrong("has " + Quoted.of(text) + " as '" + column + "', which is no number");
        }
    }

    private static Set<String> labels(Object value) {
        Set<String> labels = new TreeSet<>();
        if (value instanceof List<?> several) {
            several.forEach(each -> labels.add(String.valueOf(each)));
        } else {
            Arrays.stream(String.valueOf(value).split("\\|"))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .forEach(labels::add);
        }
        return labels;
    }

    private MetaTransformerException wrong(String what) {
        return new MetaTransformerException(
                ErrorCode.SCHEMA_MISMATCH, "the example in line " + line + " " + what);
    }
}
