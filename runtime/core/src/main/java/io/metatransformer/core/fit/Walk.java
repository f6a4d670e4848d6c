package io.metatransformer.core.fit;

import io.metatransformer.api.Progress;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Epochs of steps: their order, the rate, the early end, and which epoch was the best. The same for all that
 * learns. With a checkpoint, a walk that was interrupted goes on after its last whole epoch.
 */
final class Walk {
    private final FitSettings settings;
    private final List<Target> targets;
    private final List<Target> validation;
    private final Optional<Checkpoint> checkpoint;
    private final Progress progress;
    private final String stage;

    /**
     * @param targets of the training part
     * @param validation targets of the validation part
     * @param stage for the progress
     */
    Walk(
            FitSettings settings,
            List<Target> targets,
            List<Target> validation,
            Optional<Checkpoint> checkpoint,
            Progress progress,
            String stage) {
        this.settings = settings;
        this.targets = targets;
        this.validation = validation;
        this.checkpoint = checkpoint;
        this.progress = progress;
        this.stage = stage;
    }

    /** A moment in which a learner was better than before. */
    record Best(Evaluation evaluation, List<Tensor> validated, Map<String, Weights> weights) {}

    /**
     * @param epochs in order
     * @param index of the best epoch, -1 if none was better than the start
     * @param best absent if none was
     */
    record Walked(List<FitReport.Epoch> epochs, int index, Optional<Best> best) {}

    /** @param before what an epoch must be better than; absent if the first one is good enough */
    Walked run(Learner learner, Optional<Evaluation> before) {
        List<FitReport.Epoch> epochs = new ArrayList<>();
        int index = -1;
        Optional<Best> best = Optional.empty();
        Optional<Weights> bestState = Optional.empty();
        Optional<Checkpoint.Content> kept = checkpoint.flatMap(each -> each.load(learner));
        if (kept.isPresent()) {
            epochs.addAll(kept.get().epochs());
            index = kept.get().best();
            if (index >= 0) {
                bestState = kept.get().bestState();
                learner.restore(bestState.orElseThrow());
                best = Optional.of(now(learner));
            }
            learner.restore(kept.get().state());
        }
        float[] counts = counts();
        while (epochs.size() < settings.epochs() && !isStuck(epochs.size(), index)) {
            int epoch = epochs.size();
            double loss = walk(learner, counts, epoch);
            Evaluation evaluation = learner.validate(validation);
            double rate = settings.rate(perEpoch() * (epoch + 1L) - 1, steps());
            epochs.add(new FitReport.Epoch(loss, evaluation.loss(), evaluation.score(), rate));
            double least =
                    best.map(Best::evaluation)
                            .or(() -> before)
                            .map(Evaluation::loss)
                            .orElse(Double.POSITIVE_INFINITY);
            boolean better = evaluation.loss() < least || best.isEmpty() && before.isEmpty();
            if (better) {
                index = epoch;
                best = Optional.of(new Best(evaluation, learner.validated(), learner.weights()));
            }
            if (checkpoint.isPresent()) {
                Optional<Weights> state = learner.state();
                bestState = better ? state : bestState;
                if (state.isPresent()) {
                    checkpoint
                            .get()
                            .save(new Checkpoint.Content(epochs, index, state.get(), bestState));
                }
            }
            progress.report(stage, epoch + 1L, settings.epochs());
        }
        return new Walked(epochs, index, best);
    }

    private Best now(Learner learner) {
        Evaluation evaluation = learner.validate(validation);
        return new Best(evaluation, learner.validated(), learner.weights());
    }

    private boolean isStuck(int epochs, int best) {
        return settings.patience() > 0 && epochs > 0 && epochs - 1 - best >= settings.patience();
    }

    private int perEpoch() {
        return (targets.size() + settings.batch() - 1) / settings.batch();
    }

    private long steps() {
        return (long) perEpoch() * settings.epochs();
    }

    /** @return the mean loss of its steps */
    private double walk(Learner learner, float[] counts, int epoch) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            order.add(i);
        }
        long seed = settings.rules().seed() * 0x9e3779b97f4a7c15L + epoch + 1;
        Split.shuffle(order, new SplitMix64(seed));
        double sum = 0;
        for (int s = 0; s < perEpoch(); s++) {
            int from = s * settings.batch();
            List<Integer> batch =
                    order.subList(from, Math.min(order.size(), from + settings.batch()));
            float[] weights = new float[batch.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = counts[batch.get(i)];
            }
            double rate = settings.rate((long) epoch * perEpoch() + s, steps());
            sum += learner.step(batch, weights, rate, seed + s) * batch.size();
        }
        return sum / order.size();
    }

    /** How much each example counts: once, or so that every label counts the same. */
    private float[] counts() {
        Map<String, Integer> sizes = new HashMap<>();
        for (Target target : targets) {
            if (target instanceof Target.Label label) {
                sizes.merge(label.label(), 1, Integer::sum);
            }
        }
        float[] counts = new float[targets.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] =
                    settings.balanced() && targets.get(i) instanceof Target.Label label
                            ? (float) targets.size() / (sizes.size() * sizes.get(label.label()))
                            : 1;
        }
        return counts;
    }
}
