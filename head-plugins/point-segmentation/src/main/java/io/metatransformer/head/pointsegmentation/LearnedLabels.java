package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The labels of a training set, and the shapes whose parts they are. */
final class LearnedLabels {
    private LearnedLabels() {}

    /** Labels in the order in which they come, unless they were given; shapes in order of name. */
    static Map<String, Object> of(List<Target> targets, Map<String, Object> given) {
        Set<String> found = new LinkedHashSet<>();
        for (Target target : targets) {
            if (!(target instanceof Target.PointLabels points)) {
                throw mismatch(
                        "labels of points are learnt from one label per point; these targets are of"
                                + " another kind, or mixed");
            }
            found.addAll(points.labels());
        }
        List<String> labels = new ArrayList<>(found);
        if (given.get(SegmentationOptions.LABELS) instanceof List<?> known && !known.isEmpty()) {
            labels = known.stream().map(String::valueOf).toList();
            for (String label : found) {
                if (!labels.contains(label)) {
                    throw mismatch(
                            "label " + Quoted.of(label) + " is not among the option 'labels'");
                }
            }
        }
        Map<String, Object> learnt = new HashMap<>(Map.of(SegmentationOptions.LABELS, labels));
        Set<String> shapes = new TreeSet<>();
        labels.forEach(label -> shape(label).ifPresent(shapes::add));
        if (!shapes.isEmpty() && !given.containsKey(SegmentationOptions.SHAPES)) {
            learnt.put(SegmentationOptions.SHAPES, List.copyOf(shapes));
        }
        return learnt;
    }

    /** What a label written {@code shape/part} is a part of. */
    static Optional<String> shape(String label) {
        int slash = label.indexOf('/');
        return slash > 0 ? Optional.of(label.substring(0, slash)) : Optional.empty();
    }

    /**
     * Of each point, the index of its label among the head's; {@link Target#IGNORED} where it is not known.
     *
     * @param name of the head, for messages
     * @param labels of the head
     * @param points that there are
     */
    static int[] indices(String name, List<String> labels, Target target, int points) {
        if (!(target instanceof Target.PointLabels given)) {
            throw mismatch(name + " learns labels of points, got " + target);
        }
        FloatBuffer classes = given.classes().data();
        if (classes.remaining() != points) {
            throw mismatch(
                    name
                            + ": a cloud of "
                            + points
                            + " points has "
                            + classes.remaining()
                            + " labels");
        }
        int[] own = given.labels().stream().mapToInt(labels::indexOf).toArray();
        int[] indices = new int[points];
        for (int p = 0; p < points; p++) {
            int k = (int) classes.get(p);
            indices[p] = k == Target.IGNORED ? Target.IGNORED : own[k];
            if (k != Target.IGNORED && own[k] < 0) {
                throw mismatch(name + " has no label " + Quoted.of(given.labels().get(k)));
            }
        }
        return indices;
    }

    static MetaTransformerException mismatch(String message) {
        return new MetaTransformerException(ErrorCode.SCHEMA_MISMATCH, message);
    }
}
