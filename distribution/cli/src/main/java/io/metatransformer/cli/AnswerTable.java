package io.metatransformer.cli;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Answer;
import io.metatransformer.core.Timing;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Answers for people: one row per input, the first of its values, and where its time went. */
final class AnswerTable {
    private static final int SHOWN = 4;

    private AnswerTable() {}

    static Table of(Answers answers) {
        Table table =
                new Table(
                        "name",
                        "modality",
                        "tokens",
                        "shape",
                        "first values",
                        "norm",
                        "tokenize",
                        "encode",
                        "head",
                        "total");
        for (Answers.Named named : answers.all()) {
            named.answer().value().ifPresent(value -> row(table, named, value));
        }
        return table;
    }

    private static void row(Table table, Answers.Named named, Prediction value) {
        Answer<?> answer = named.answer();
        Timing timing = answer.timing();
        String modalities =
                answer.segments().stream()
                        .map(segment -> segment.modality().id())
                        .distinct()
                        .collect(Collectors.joining("+"));
        table.row(
                named.name(),
                modalities,
                answer.tokens() + (answer.truncated() ? " (cut)" : ""),
                shape(value),
                summary(value),
                norm(value),
                millis(timing.tokenize()),
                millis(timing.encode()),
                millis(timing.head()),
                millis(timing.total()));
    }

    static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    private static String shape(Prediction value) {
        if (value instanceof Prediction.Embedding embedding) {
            return Arrays.toString(embedding.vectors().shape());
        } else if (value instanceof Prediction.Values values) {
            return Arrays.toString(values.values().shape());
        } else if (value instanceof Prediction.Mask mask) {
            return Arrays.toString(mask.classes().shape());
        } else if (value instanceof Prediction.PointLabels points) {
            return Arrays.toString(points.classes().shape());
        } else {
            return "-";
        }
    }

    private static String summary(Prediction value) {
        if (value instanceof Prediction.Embedding embedding) {
            return first(embedding.vectors());
        } else if (value instanceof Prediction.Values values) {
            return first(values.values());
        } else if (value instanceof Prediction.Classes classes) {
            return classes.labels().stream()
                    .limit(SHOWN)
                    .map(AnswerTable::label)
                    .collect(Collectors.joining(", "));
        } else if (value instanceof Prediction.Boxes boxes) {
            return boxes.boxes().stream()
                    .limit(SHOWN)
                    .map(box -> label(box.label()))
                    .collect(Collectors.joining(", "));
        } else if (value instanceof Prediction.Neighbours neighbours) {
            return neighbours.neighbours().stream()
                    .limit(SHOWN)
                    .map(each -> each.id() + scored(each.similarity()))
                    .collect(Collectors.joining(", "));
        } else if (value instanceof Prediction.Mask mask) {
            return shares(mask.classes(), mask.labels());
        } else if (value instanceof Prediction.PointLabels points) {
            return shares(points.classes(), points.labels());
        } else if (value instanceof Prediction.Text text) {
            return text.text();
        } else {
            return "-";
        }
    }

    /** Of the most frequent classes, among all pixels or points. */
    private static String shares(Tensor classes, List<String> labels) {
        long[] counts = new long[labels.size()];
        FloatBuffer values = classes.data();
        while (values.hasRemaining()) {
            int each = (int) values.get();
            if (each >= 0) {
                counts[each]++;
            }
        }
        return IntStream.range(0, counts.length)
                .filter(each -> counts[each] > 0)
                .boxed()
                .sorted((one, other) -> Long.compare(counts[other], counts[one]))
                .limit(SHOWN)
                .map(each -> labels.get(each) + percent(counts[each], classes.elements()))
                .collect(Collectors.joining(", "));
    }

    private static String percent(long count, int of) {
        return String.format(Locale.ROOT, " %.0f %%", 100.0 * count / of);
    }

    private static String label(Prediction.Label label) {
        return label.label() + scored(label.score());
    }

    private static String scored(float score) {
        return String.format(Locale.ROOT, " %.3f", score);
    }

    private static String first(Tensor tensor) {
        FloatBuffer values = tensor.data();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SHOWN && values.hasRemaining(); i++) {
            text.append(String.format(Locale.ROOT, "%.4f ", values.get()));
        }
        return text + (values.hasRemaining() ? ".." : "");
    }

    /** Of the first vector; a dash for what is no vector. */
    private static String norm(Prediction value) {
        if (!(value instanceof Prediction.Embedding embedding)) {
            return "-";
        }
        Tensor vectors = embedding.vectors();
        FloatBuffer values = vectors.data();
        double sum = 0;
        for (int i = 0; i < vectors.size(vectors.rank() - 1); i++) {
            sum += (double) values.get(i) * values.get(i);
        }
        return String.format(Locale.ROOT, "%.4f", Math.sqrt(sum));
    }
}
