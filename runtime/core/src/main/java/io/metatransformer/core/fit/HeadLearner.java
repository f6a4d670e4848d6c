package io.metatransformer.core.fit;

import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A head alone, from digests that are made once. */
final class HeadLearner implements Learner {
    static final String HEAD = "head";

    /** Answers that are in memory while they are measured. */
    private static final int AT_ONCE = 32;

    private final HeadTraining training;
    private final List<Tensor> digests;
    private final List<Target> targets;
    private final List<Tensor> validation;

    HeadLearner(
            HeadTraining training,
            List<Tensor> digests,
            List<Target> targets,
            List<Tensor> validation) {
        this.training = training;
        this.digests = digests;
        this.targets = targets;
        this.validation = validation;
    }

    @Override
    public double step(List<Integer> batch, float[] weights, double rate, long seed) {
        return training.step(
                batch.stream().map(digests::get).toList(),
                batch.stream().map(targets::get).toList(),
                weights,
                rate,
                seed);
    }

    @Override
    public Evaluation validate(List<Target> expected) {
        return measured(training, validation, expected);
    }

    @Override
    public List<Tensor> validated() {
        return validation;
    }

    /** Answers are measured as they are made: a mask is as large as its picture. */
    static Evaluation measured(HeadTraining training, List<Tensor> digests, List<Target> expected) {
        Measuring measuring = new Measuring();
        for (int from = 0; from < digests.size(); from += AT_ONCE) {
            int to = Math.min(digests.size(), from + AT_ONCE);
            List<Prediction> answers = training.predict(digests.subList(from, to));
            for (int i = from; i < to; i++) {
                measuring.add("", answers.get(i - from), expected.get(i));
            }
        }
        return measuring.evaluation();
    }

    @Override
    public Map<String, Weights> weights() {
        return Map.of(HEAD, training.weights());
    }

    @Override
    public Optional<Weights> state() {
        return training.state();
    }

    @Override
    public void restore(Weights state) {
        training.restore(state);
    }
}
