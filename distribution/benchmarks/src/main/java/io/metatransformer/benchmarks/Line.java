package io.metatransformer.benchmarks;

import io.metatransformer.core.fit.Evaluation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came of one problem.
 *
 * @param alone a head whose tokenizer and encoder are frozen
 * @param together a head that was trained together with its tokenizer, if one was
 * @param baselines by name
 * @param comparing time that these took
 */
record Line(
        Problem problem,
        Fitted alone,
        Optional<Fitted> together,
        Map<String, Double> baselines,
        Duration comparing) {

    /**
     * @param score on the test part
     * @param range of 95 %
     * @param fitting time for features and steps
     * @param testing time for the answers to the test part
     */
    record Fitted(double score, Evaluation.Interval range, Duration fitting, Duration testing) {

        private String cell() {
            return String.format(
                    Locale.ROOT,
                    "**%s** (%s to %s)",
                    number(score),
                    number(range.low()),
                    number(range.high()));
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("score", score);
            json.put("interval_95", List.of(range.low(), range.high()));
            json.put("fit_ms", fitting.toMillis());
            json.put("test_ms", testing.toMillis());
            return json;
        }
    }

    static final List<String> HEADER =
            List.of(
                    "data",
                    "task",
                    "train / test",
                    "metric",
                    "head (95 %)",
                    "head and tokenizer (95 %)",
                    Baselines.CONSTANT,
                    Baselines.LINEAR,
                    Baselines.BOOSTED,
                    "raw input of these three",
                    "seconds: head, together, baselines");

    List<String> cells() {
        return List.of(
                "`" + problem.name() + "`",
                problem.task(),
                problem.training().size() + " / " + problem.test().size(),
                problem.metric(),
                alone.cell(),
                together.map(Fitted::cell).orElse("–"),
                number(baselines.get(Baselines.CONSTANT)),
                number(baselines.get(Baselines.LINEAR)),
                number(baselines.get(Baselines.BOOSTED)),
                problem.raw(),
                seconds(alone.fitting())
                        + ", "
                        + together.map(each -> seconds(each.fitting())).orElse("–")
                        + ", "
                        + seconds(comparing));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 2 ? "%.3f" : "%.2f", value);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.0f", time.toMillis() / 1e3);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("data", problem.name());
        json.put("task", problem.task());
        json.put("training", problem.training().size());
        json.put("test", problem.test().size());
        json.put("metric", problem.metric());
        json.put("head", alone.json());
        together.ifPresent(fitted -> json.put("head_and_tokenizer", fitted.json()));
        json.put("baselines", baselines);
        json.put("raw", problem.raw());
        json.put("baselines_ms", comparing.toMillis());
        return json;
    }
}
