package io.metatransformer.head.classification;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The labels of a training set, and whether one or several hold for an example. */
final class LearnedLabels {
    private LearnedLabels() {}

    /** Labels in order of name, unless they were given; {@code sigmoid} where several may hold. */
    static Map<String, Object> of(List<Target> targets, Map<String, Object> given) {
        boolean several = targets.stream().allMatch(Target.Labels.class::isInstance);
        if (!several && !targets.stream().allMatch(Target.Label.class::isInstance)) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "a classifier learns from one label per example, or from a set of labels per"
                            + " example; these targets are of another kind, or mixed");
        }
        TreeSet<String> found = new TreeSet<>();
        targets.forEach(target -> found.addAll(labels(target)));
        if (given.get("labels") instanceof List<?> known && !known.isEmpty()) {
            requireKnown(found, known);
        } else if (found.size() < (several ? 1 : 2)) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "a classifier needs at least "
                            + (several ? 1 : 2)
                            + " labels to tell apart, the training examples have "
                            + found.size());
        }
        Object labels = given.getOrDefault("labels", List.copyOf(found));
        return several ? Map.of("labels", labels, "scores", "sigmoid") : Map.of("labels", labels);
    }

    static Iterable<String> each(Target target) {
        return labels(target);
    }

    private static Collection<String> labels(Target target) {
        return target instanceof Target.Label one
                ? List.of(one.label())
                : ((Target.Labels) target).labels();
    }

    private static void requireKnown(TreeSet<String> found, List<?> known) {
        for (String label : found) {
            if (!known.contains(label)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "label " + Quoted.of(label) + " is not among the option 'labels'");
            }
        }
    }
}
