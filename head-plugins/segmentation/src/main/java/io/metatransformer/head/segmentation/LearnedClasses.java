package io.metatransformer.head.segmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of a training set, and how much a pixel of each counts. */
final class LearnedClasses {
    private LearnedClasses() {}

    static Map<String, Object> of(List<Target> targets, Map<String, Object> given) {
        Set<String> found = new LinkedHashSet<>();
        for (Target target : targets) {
            found.addAll(mask(target).labels());
        }
        List<String> labels = new ArrayList<>(found);
        if (given.get(SegmentationOptions.LABELS) instanceof List<?> known && !known.isEmpty()) {
            labels = known.stream().map(String::valueOf).toList();
            requireKnown(found, labels);
        } else if (labels.size() < 2) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "a segmentation needs at least 2 classes to tell apart, the masks have "
                            + labels.size());
        }
        Map<String, Object> learnt = new HashMap<>();
        learnt.put(SegmentationOptions.LABELS, labels);
        if ("classes".equals(given.get(SegmentationOptions.BALANCE))
                && !given.containsKey(SegmentationOptions.CLASS_WEIGHTS)) {
            learnt.put(SegmentationOptions.CLASS_WEIGHTS, balanced(targets, labels));
        }
        return learnt;
    }

    static Target.Mask mask(Target target) {
        if (target instanceof Target.Mask mask) {
            return mask;
        }
        throw new MetaTransformerException(
                ErrorCode.SCHEMA_MISMATCH,
                "a segmentation learns from one mask per example, got "
                        + target.getClass().getSimpleName());
    }

    static void requireKnown(Collection<String> found, List<String> known) {
        for (String label : found) {
            if (!known.contains(label)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "class " + Quoted.of(label) + " is not among the option 'labels'");
            }
        }
    }

    /** So that all pixels of a class count as many as those of another; 1 for a class without any. */
    private static List<Double> balanced(List<Target> targets, List<String> labels) {
        long[] pixels = new long[labels.size()];
        long all = 0;
        for (Target target : targets) {
            Target.Mask mask = (Target.Mask) target;
            int[] index = indices(mask.labels(), labels);
            FloatBuffer classes = mask.classes().data();
            while (classes.hasRemaining()) {
                int each = (int) classes.get();
                if (each != Target.IGNORED) {
                    pixels[index[each]]++;
                    all++;
                }
            }
        }
        int present = 0;
        for (long count : pixels) {
            present += count > 0 ? 1 : 0;
        }
        List<Double> weights = new ArrayList<>();
        for (long count : pixels) {
            weights.add(count == 0 ? 1 : (double) all / present / count);
        }
        return weights;
    }

    /** Where each of {@code labels} stands in {@code in}, which has them all. */
    static int[] indices(List<String> labels, List<String> in) {
        return labels.stream().mapToInt(in::indexOf).toArray();
    }
}
