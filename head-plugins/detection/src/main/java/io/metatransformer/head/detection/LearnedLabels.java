package io.metatransformer.head.detection;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The classes of a training set. */
final class LearnedLabels {
    private LearnedLabels() {}

    /** Labels in order of name, unless they were given. */
    static Map<String, Object> of(List<Target> targets, Map<String, Object> given) {
        TreeSet<String> found = new TreeSet<>();
        for (Target target : targets) {
            if (!(target instanceof Target.Boxes boxes)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "a detector learns from the boxes of each picture; these targets are of another"
                                + " kind, or mixed");
            }
            boxes.boxes().forEach(box -> found.add(box.label()));
        }
        if (found.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "a detector needs at least one box to learn from; the training pictures have none");
        }
        if (given.get("labels") instanceof List<?> known && !known.isEmpty()) {
            found.removeIf(known::contains);
            if (!found.isEmpty()) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "label " + Quoted.of(found.first()) + " is not among the option 'labels'");
            }
            return Map.of("labels", known);
        }
        return Map.of("labels", List.copyOf(found));
    }
}
