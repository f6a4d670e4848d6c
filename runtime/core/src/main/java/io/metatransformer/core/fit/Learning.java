package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one head learns: by gathering, by walking alone, or with what makes its features after that. */
final class Learning {
    private final FitPlan plan;
    private final Fit.Base base;
    private final TrainableHead head;
    private final Progress progress;
    private final List<Checkpoint> checkpoints = new ArrayList<>();

    Learning(FitPlan plan, Fit.Base base, TrainableHead head, Progress progress) {
        this.plan = plan;
        this.base = base;
        this.head = head;
        this.progress = progress;
    }

    /** What the two parts of the examples are learnt from. */
    record Data(
            List<Tensor> training,
            List<Target> trainingTargets,
            List<Tensor> validation,
            List<Target> validationTargets) {}

    /** What a training stands on. */
    record Ground(
            Split split,
            Map<String, Object> config,
            Options options,
            Reading reading,
            String data) {}

    /**
     * @param epochs of the head alone, then of all together
     * @param alone how many of them the head walked alone
     * @param validation digests of the validation part in the best epoch
     * @param weights of the best epoch, by their owner
     * @param tokenizers that learnt; origins are told of tensors alone that did not change
     */
    record Learnt(
            List<FitReport.Epoch> epochs,
            int alone,
            int best,
            Evaluation evaluation,
            List<Tensor> validation,
            Map<String, Weights> weights,
            Map<Modality, ModelPart> tokenizers) {}

    Learnt gathered(Ground ground, Data data) {
        if (plan.tuning().scope() != Tuning.Scope.HEAD) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    "head '" + head.name() + "' only gathers: there is no loss for a tokenizer");
        }
        try (HeadTraining training = train(ground, data, Weights.none())) {
            Gathering gathering = new Gathering(training, progress);
            gathering.gather(data.training(), data.trainingTargets(), plan.settings().batch());
            Evaluation measured =
                    gathering.measured(ground.split().validation(), data.validation());
            Map<String, Weights> weights = Map.of(HeadLearner.HEAD, training.weights());
            return new Learnt(List.of(), 0, -1, measured, data.validation(), weights, Map.of());
        }
    }

    Learnt walked(Ground ground, Data data, String run, Optional<Upstream> upstream) {
        if (upstream.isPresent()) {
            requireHandsOn(ground, data);
        }
        Walk.Walked alone;
        try (HeadTraining training = train(ground, data, Weights.none())) {
            Learner learner =
                    new HeadLearner(
                            training, data.training(), data.trainingTargets(), data.validation());
            alone = walk(plan.settings(), data, run, "epochs").run(learner, Optional.empty());
        }
        Walk.Best best = alone.best().orElseThrow();
        Learnt learnt =
                new Learnt(
                        alone.epochs(),
                        alone.epochs().size(),
                        alone.index(),
                        best.evaluation(),
                        best.validated(),
                        best.weights(),
                        Map.of());
        return upstream.isEmpty() ? learnt : together(ground, data, run, upstream.get(), learnt);
    }

    private HeadTraining train(Ground ground, Data data, Weights weights) {
        return head.train(part(ground, weights), data.training(), plan.settings().rules());
    }

    /** The head with weights that it had at some time. */
    ModelPart part(Ground ground, Weights weights) {
        String name = base.model() + "/heads/" + plan.name();
        return ModelPart.of(name, base.width(), ground.config(), weights);
    }

    /** Tried before hours are spent. */
    private void requireHandsOn(Ground ground, Data data) {
        try (HeadTraining probe = train(ground, data, Weights.none())) {
            probe.stepThrough(
                    data.training().subList(0, 1),
                    data.trainingTargets().subList(0, 1),
                    new float[] {1},
                    0,
                    0);
        }
    }

    /** From the head that learnt alone: what it knows does not spoil what learns with it. */
    private Learnt together(
            Ground ground, Data data, String run, Upstream upstream, Learnt before) {
        Weights start = before.weights().get(HeadLearner.HEAD);
        try (HeadTraining training = train(ground, data, start)) {
            Learner learner =
                    new JointLearner(head, training, ground.options(), upstream, ground.split());
            FitSettings settings = plan.tuning().settings(plan.settings());
            Walk.Walked walked =
                    walk(settings, data, run + "-together", "epochs together")
                            .run(learner, Optional.of(before.evaluation()));
            List<FitReport.Epoch> epochs = new ArrayList<>(before.epochs());
            epochs.addAll(walked.epochs());
            return walked.best()
                    .map(
                            best ->
                                    new Learnt(
                                            epochs,
                                            before.alone(),
                                            before.alone() + walked.index(),
                                            best.evaluation(),
                                            best.validated(),
                                            best.weights(),
                                            upstream.parts(best.weights())))
                    .orElseGet(
                            () ->
                                    new Learnt(
                                            epochs,
                                            before.alone(),
                                            before.best(),
                                            before.evaluation(),
                                            before.validation(),
                                            before.weights(),
                                            Map.of()));
        }
    }

    private Walk walk(FitSettings settings, Data data, String name, String stage) {
        Optional<Checkpoint> checkpoint = plan.kept().map(folder -> new Checkpoint(folder, name));
        checkpoint.ifPresent(checkpoints::add);
        return new Walk(
                settings,
                data.trainingTargets(),
                data.validationTargets(),
                checkpoint,
                progress,
                stage);
    }

    /** The result is where it belongs: there is nothing left to go on with. */
    void finish() {
        checkpoints.forEach(Checkpoint::delete);
    }
}
