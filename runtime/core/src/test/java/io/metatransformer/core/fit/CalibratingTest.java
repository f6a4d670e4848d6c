package io.metatransformer.core.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibratingTest {

    @Test
    void what_a_head_finds_is_kept_and_measured_beside_what_was_before() {
        ModelPart trained = ModelPart.of("m", 1, Map.of("sure", 1.0), Weights.none());
        List<Tensor> digests = List.of(digest(), digest(), digest(), digest());
        List<Target> targets =
                List.of(label("yes"), label("yes"), label("yes"), label("no")); // 3 of 4
        Evaluation before = Evaluation.of(new Sure(1).predict(digests), targets);

        Calibrating.Outcome outcome =
                new Calibrating(new SureHead(), TrainingRules.DEFAULT)
                        .of(trained, digests, digests, targets, before);

        assertEquals(Map.of("sure", 0.75), outcome.config());
        assertEquals(0.25, outcome.evaluation().metrics().get("calibration_error_before"), 1e-6);
        assertEquals(0, outcome.evaluation().metrics().get("calibration_error"), 1e-6);
        assertEquals(0.75, outcome.evaluation().score());
    }

    private static Tensor digest() {
        return Tensor.of(new float[1], 1);
    }

    private static Target label(String label) {
        return new Target.Label(label);
    }

    /** Always says yes, and how sure it is. */
    private record Sure(double sure) implements HeadTraining {
        @Override
        public float step(
                List<Tensor> digests,
                List<Target> targets,
                float[] weights,
                double learningRate,
                long seed) {
            return 0;
        }

        @Override
        public List<Prediction> predict(List<Tensor> digests) {
            Prediction yes =
                    new Prediction.Classes(
                            List.of(
                                    new Prediction.Label("yes", 0, (float) sure),
                                    new Prediction.Label("no", 1, (float) (1 - sure))),
                            true);
            return digests.stream().map(digest -> yes).toList();
        }

        @Override
        public Weights weights() {
            return Weights.none();
        }

        @Override
        public void close() {}
    }

    private static final class SureHead implements TrainableHead {
        @Override
        public String name() {
            return "sure";
        }

        @Override
        public List<Option> options() {
            return List.of(Option.number("sure", 1, 0, 1, "", "How sure it is."));
        }

        @Override
        public List<WeightSpec> weights(Options options, int width) {
            return List.of();
        }

        @Override
        public HeadSession open(ModelPart part) {
            throw new MetaTransformerException(ErrorCode.UNSUPPORTED, "it only learns");
        }

        @Override
        public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
            return Map.of();
        }

        @Override
        public Tensor digest(Features features, Options options) {
            return features.values();
        }

        @Override
        public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
            return new Sure(start.options(options()).number("sure"));
        }

        @Override
        public Map<String, Object> calibrate(
                ModelPart trained, List<Tensor> digests, List<Target> targets) {
            return Map.of("sure", 0.75);
        }
    }
}
