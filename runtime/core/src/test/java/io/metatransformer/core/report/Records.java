package io.metatransformer.core.report;

import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.core.fit.FitSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trainings that might have been. */
final class Records {
    private Records() {}

    static TrainingRecord of(List<FitReport.Epoch> epochs, int best, Evaluation validation) {
        return of(epochs, best, validation, Map.of("pooling", "mean"));
    }

    static TrainingRecord of(
            List<FitReport.Epoch> epochs,
            int best,
            Evaluation validation,
            Map<String, Object> options) {
        FitReport report =
                new FitReport(
                        "base",
                        "pets",
                        "0123456789abcdef",
                        80,
                        epochs,
                        epochs.size(),
                        best,
                        validation,
                        Duration.ofMillis(1234),
                        Duration.ofSeconds(75),
                        7,
                        "fingerprint-of-data");
        return new TrainingRecord(
                report,
                FitSettings.DEFAULT,
                "classification",
                options,
                Map.of(),
                false,
                Map.of("java", "17"));
    }

    static List<FitReport.Epoch> epochs(double... losses) {
        return Arrays.stream(losses)
                .mapToObj(loss -> new FitReport.Epoch(loss / 2, loss, 1 - loss, 0.01))
                .toList();
    }

    static Evaluation confused(List<String> labels, int[][] counts) {
        return new Evaluation(
                20,
                0.3,
                0.9,
                Map.of("accuracy", 0.9),
                Map.of("accuracy", new Evaluation.Interval(0.7, 0.97)),
                Optional.of(new Evaluation.Confusion(labels, counts)));
    }
}
