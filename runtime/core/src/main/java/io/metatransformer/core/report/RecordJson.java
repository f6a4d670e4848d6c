package io.metatransformer.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.FitReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training for programs; members are named as {@code fit --output json} names them. */
final class RecordJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RecordJson() {}

    static String text(TrainingRecord record) {
        try {
            return MAPPER.writeValueAsString(json(record)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values have a JSON form", e);
        }
    }

    private static Map<String, Object> json(TrainingRecord record) {
        FitReport report = record.report();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", report.model());
        json.put("head", report.head());
        json.put("service", record.service());
        json.put("run", report.run());
        json.put("data", report.data());
        json.put("examples", report.examples());
        json.put("reused", report.reused());
        json.put("settings", record.how());
        json.put("options", record.options());
        if (!record.tokenizer().isEmpty()) {
            json.put("tokenizer_options", record.tokenizer());
        }
        json.put("features_ms", report.features().toMillis());
        json.put("steps_ms", report.steps().toMillis());
        if (report.best() >= 0) {
            json.put("best_epoch", report.best() + 1);
        }
        List<Object> epochs = new ArrayList<>();
        report.epochs().forEach(epoch -> epochs.add(json(epochs.size() + 1, epoch)));
        json.put("epochs", epochs);
        json.put("validation", json(report.validation()));
        json.put("versions", record.versions());
        return json;
    }

    private static Map<String, Object> json(int number, FitReport.Epoch epoch) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", number);
        json.put("training_loss", epoch.training());
        json.put("validation_loss", epoch.validation());
        json.put("validation_score", epoch.score());
        json.put("learning_rate", epoch.learningRate());
        return json;
    }

    private static Map<String, Object> json(Evaluation evaluation) {
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
