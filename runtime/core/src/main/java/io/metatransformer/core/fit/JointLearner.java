package io.metatransformer.core.fit;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.Options;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A head and what makes its features, each stepping down the gradient that the next one hands back. */
final class JointLearner implements Learner {
    private static final int CHUNK = 32;

    private final TrainableHead head;
    private final HeadTraining training;
    private final Options options;
    private final Upstream upstream;
    private final PreparedExamples examples;
    private final List<Target> targets;
    private final PreparedExamples validation;
    private List<Tensor> validated = List.of();

    /**
     * @param options that decide digests
     */
    JointLearner(
            TrainableHead head,
            HeadTraining training,
            Options options,
            Upstream upstream,
            Split split) {
        PreparedExamples.Budget budget = PreparedExamples.Budget.usual();
        this.head = head;
        this.training = training;
        this.options = options;
        this.upstream = upstream;
        this.examples = new PreparedExamples(split.training(), upstream, budget);
        this.targets = split.training().stream().map(Example::target).toList();
        this.validation = new PreparedExamples(split.validation(), upstream, budget);
        // Opens the tokenizer of every modality there is, so that the state is whole from the first
        // step.
        for (int i = 0; i < examples.size(); i++) {
            examples.get(List.of(i));
        }
    }

    @Override
    public double step(List<Integer> batch, float[] weights, double rate, long seed) {
        Upstream.Batch ahead = upstream.forward(examples.get(batch), seed);
        List<Features> features = ahead.features();
        HeadTraining.Step step =
                training.stepThrough(
                        features.stream().map(each -> head.digest(each, options)).toList(),
                        batch.stream().map(targets::get).toList(),
                        weights,
                        rate,
                        seed);
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            gradients.add(head.pullback(features.get(i), options, step.digestGradients().get(i)));
        }
        upstream.step(ahead, gradients, rate);
        return step.loss();
    }

    @Override
    public Evaluation validate(List<Target> expected) {
        List<Tensor> digests = new ArrayList<>();
        for (int from = 0; from < validation.size(); from += CHUNK) {
            List<Integer> chunk = new ArrayList<>();
            for (int i = from; i < Math.min(validation.size(), from + CHUNK); i++) {
                chunk.add(i);
            }
            upstream.features(validation.get(chunk))
                    .forEach(each -> digests.add(head.digest(each, options)));
        }
        validated = List.copyOf(digests);
        return HeadLearner.measured(training, validated, expected);
    }

    @Override
    public List<Tensor> validated() {
        return validated;
    }

    @Override
    public Map<String, Weights> weights() {
        Map<String, Weights> weights = new TreeMap<>(upstream.weights());
        weights.put(HeadLearner.HEAD, training.weights());
        return weights;
    }

    @Override
    public Optional<Weights> state() {
        return training.state()
                .map(
                        own -> {
                            Map<String, Tensor> all = new LinkedHashMap<>(upstream.state());
                            own.names()
                                    .forEach(
                                            name ->
                                                    all.put(
                                                            HeadLearner.HEAD + ":" + name,
                                                            own.get(name)));
                            return Weights.of(all);
                        });
    }

    @Override
    public void restore(Weights state) {
        training.restore(Upstream.owned(state, HeadLearner.HEAD));
        upstream.restore(state);
    }
}
