package io.metatransformer.core.report;

import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.FitReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trainings and measurements as members of JSON, the same in answers and in the report beside a head. */
public final class MetricsJson {
    private MetricsJson() {}

    /** How a training went, epoch by epoch. */
    public static Map<String, Object> of(FitReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", report.model());
        json.put("head", report.head());
        json.put("run", report.run());
        json.put("data", report.data());
        json.put("examples", report.examples());
        json.put("reused", report.reused());
        if (report.best() >= 0) {
            json.put("best_epoch", report.best() + 1);
        }
        json.put("epochs_alone", report.alone());
        json.put("features_ms", report.features().toMillis());
        json.put("steps_ms", report.steps().toMillis());
        List<Object> epochs = new ArrayList<>();
        for (FitReport.Epoch epoch : report.epochs()) {
            epochs.add(of(epochs.size() + 1, epoch));
        }
        json.put("epochs", epochs);
        json.put("validation", of(report.validation()));
        return json;
    }

    private static Map<String, Object> of(int number, FitReport.Epoch epoch) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", number);
        json.put("training_loss", epoch.training());
        json.put("validation_loss", epoch.validation());
        json.put("validation_score", epoch.score());
        json.put("learning_rate", epoch.learningRate());
        return json;
    }

    /** How good answers are, with ranges of 95 %. */
    public static Map<String, Object> of(Evaluation evaluation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("examples", evaluation.examples());
        json.put("loss", evaluation.loss());
        json.put("score", evaluation.score());
        json.put("metrics", evaluation.metrics());
        Map<String, Object> ranges = new LinkedHashMap<>();
        evaluation
                .intervals()
                .forEach((name, range) -> ranges.put(name, List.of(range.low(), range.high())));
        json.put("intervals_95", ranges);
        evaluation
                .confusion()
                .ifPresent(
                        confusion -> {
                            json.put("labels", confusion.labels());
                            json.put("confusion", confusion.counts());
                        });
        return json;
    }
}
