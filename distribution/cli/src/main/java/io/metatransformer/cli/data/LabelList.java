package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A file of labels, one in each line, in the order of a head's outputs. A label may be a path, {@code animal/cat}: a
 * data set then names it as it stands, or by its last part if no other label ends so.
 */
public final class LabelList {
    private static final String SEPARATOR = "/";

    private final List<String> labels;
    private final Map<String, String> known = new HashMap<>();

    private LabelList(Set<String> labels) {
        this.labels = List.copyOf(labels);
        Set<String> twice = new HashSet<>();
        for (String label : labels) {
            String last = label.substring(label.lastIndexOf(SEPARATOR) + 1);
            if (known.put(last, label) != null) {
                twice.add(last);
            }
        }
        known.keySet().removeAll(twice);
        labels.forEach(label -> known.put(label, label));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#IO_ERROR} for a file that cannot be read, {@link
     *     ErrorCode#SCHEMA_MISMATCH} for a label that stands twice, {@link ErrorCode#EMPTY_INPUT} for none
     */
    public static LabelList read(Path file) {
        Set<String> labels = new LinkedHashSet<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (!line.isBlank() && !labels.add(line.strip())) {
                    throw new MetaTransformerException(
                            ErrorCode.SCHEMA_MISMATCH,
                            file.getFileName()
                                    + " has the label "
                                    + Quoted.of(line.strip())
                                    + " twice");
                }
            }
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, file.getFileName() + " cannot be read as UTF-8 text", e);
        }
        if (labels.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, file.getFileName() + " has no label");
        }
        return new LabelList(labels);
    }

    /** In the order of the file. */
    public List<String> labels() {
        return labels;
    }

    /**
     * The examples with their labels as they stand here.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for a label that does not stand
     *     here, with the name of the example
     */
    public List<Example> applied(List<Example> examples) {
        List<Example> applied = new ArrayList<>();
        for (Example example : examples) {
            applied.add(new Example(example.name(), example.item(), whole(example)));
        }
        return applied;
    }

    private Target whole(Example example) {
        if (example.target() instanceof Target.Label one) {
            return new Target.Label(whole(one.label(), example));
        }
        if (example.target() instanceof Target.Labels several) {
            return new Target.Labels(
                    several.labels().stream()
                            .map(label -> whole(label, example))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        if (example.target() instanceof Target.Item item && item.label().isPresent()) {
            String label = whole(item.label().get(), example);
            return new Target.Item(item.id(), Optional.of(label), item.camera());
        }
        return example.target();
    }

    private String whole(String label, Example example) {
        String whole = known.get(label);
        if (whole == null) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    example.name()
                            + " has the label "
                            + Quoted.of(label)
                            + ", which is none of the "
                            + labels.size()
                            + " that were listed, nor the last part of a single one");
        }
        return whole;
    }
}
