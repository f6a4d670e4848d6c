package io.metatransformer.benchmarks;

import io.metatransformer.core.fit.Evaluation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of one problem.
 *
 * @param metric {@code accuracy}, more is better, or {@code mae}, less is better
 * @param ours of the fitted head, on the test part
 * @param range of 95 %
 * @param baselines by name
 * @param fitting time for features and steps
 */
record Line(
        Problem problem,
        String metric,
        double ours,
        Evaluation.Interval range,
        Map<String, Double> baselines,
        Duration fitting,
        Duration testing,
        Duration comparing) {

    static final List<String> HEADER =
            List.of(
                    "data",
                    "task",
                    "train / test",
                    "metric",
                    "head on the frozen encoder (95 %)",
                    Baselines.CONSTANT,
                    Baselines.LINEAR,
                    Baselines.BOOSTED,
                    "raw input of these three",
                    "seconds: fit, test, baselines");

    List<String> cells() {
        return List.of(
                problem.name(),
                problem.task(),
                problem.training().size() + " / " + problem.test().size(),
                metric,
                String.format(
                        Locale.ROOT,
                        "**%s** (%s to %s)",
                        number(ours),
                        number(range.low()),
                        number(range.high())),
                number(baselines.get(Baselines.CONSTANT)),
                number(baselines.get(Baselines.LINEAR)),
                number(baselines.get(Baselines.BOOSTED)),
                problem.raw(),
                String.format(
                        Locale.ROOT,
                        "%.1f, %.1f, %.1f",
                        fitting.toMillis() / 1e3,
                        testing.toMillis() / 1e3,
                        comparing.toMillis() / 1e3));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 2 ? "%.3f" : "%.2f", value);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("data", problem.name());
        json.put("task", problem.task());
        json.put("training", problem.training().size());
        json.put("test", problem.test().size());
        json.put("metric", metric);
        json.put("head", ours);
        json.put("interval_95", List.of(range.low(), range.high()));
        json.put("baselines", baselines);
        json.put("raw", problem.raw());
        json.put("fit_ms", fitting.toMillis());
        json.put("test_ms", testing.toMillis());
        json.put("baselines_ms", comparing.toMillis());
        return json;
    }
}
