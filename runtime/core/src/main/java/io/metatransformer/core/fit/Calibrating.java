package io.metatransformer.core.fit;

import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.TrainingRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lets a head find options on the validation part when its weights are learnt, and measures what they change. */
final class Calibrating {
    private static final String BEFORE = LabelMetrics.CALIBRATION_ERROR + "_before";

    private final TrainableHead head;
    private final TrainingRules rules;

    Calibrating(TrainableHead head, TrainingRules rules) {
        this.head = head;
        this.rules = rules;
    }

    /**
     * @param config of the head, with what was found
     * @param evaluation of the validation part with it
     */
    record Outcome(Map<String, Object> config, Evaluation evaluation) {}

    /**
     * @param trained options and weights
     * @param training digests of the training part
     * @param digests of the validation part
     * @param before what was measured without
     */
    Outcome of(
            ModelPart trained,
            List<Tensor> training,
            List<Tensor> digests,
            List<Target> targets,
            Evaluation before) {
        Map<String, Object> found = head.calibrate(trained, digests, targets);
        if (found.isEmpty()) {
            return new Outcome(trained.config(), before);
        }
        Map<String, Object> config = new TreeMap<>(trained.config());
        config.putAll(found);
        ModelPart calibrated =
                ModelPart.of(trained.name(), trained.width(), config, trained.weights());
        try (HeadTraining again = head.train(calibrated, training, rules)) {
            Evaluation after = HeadLearner.measured(again, digests, targets);
            return new Outcome(config, compared(after, before));
        }
    }

    private static Evaluation compared(Evaluation after, Evaluation before) {
        Map<String, Double> metrics = new TreeMap<>(after.metrics());
        Optional.ofNullable(before.metrics().get(LabelMetrics.CALIBRATION_ERROR))
                .ifPresent(error -> metrics.put(BEFORE, error));
        return new Evaluation(
                after.examples(),
                after.loss(),
                after.score(),
                metrics,
                after.intervals(),
                after.confusion());
    }
}
