package io.metatransformer.benchmarks;

import io.metatransformer.api.Target;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.TokenizerLearning;
import java.util.List;
import java.util.Optional;

/**
 * One data set, parted and ready to be learnt.
 *
 * @param name for reports and commands
 * @param task in a few words
 * @param raw what the baselines read, in a few words
 * @param tokenizer that is fitted to the training part, if one is
 */
record Problem(
        String name,
        String task,
        String raw,
        List<Case> training,
        List<Case> test,
        Optional<TokenizerLearning> tokenizer) {

    /**
     * @param numbers what the baselines read of it; as many for each case
     */
    record Case(Example example, double[] numbers) {}

    Problem {
        training = List.copyOf(training);
        test = List.copyOf(test);
    }

    static Problem of(String name, String task, String raw, List<Case> training, List<Case> test) {
        return new Problem(name, task, raw, training, test, Optional.empty());
    }

    /** Whether labels are to be told, and not numbers. */
    boolean isLabelled() {
        return training.get(0).example().target() instanceof Target.Label;
    }

    /** {@code accuracy}, of which more is better, or {@code mae}, of which less is. */
    String metric() {
        return isLabelled() ? "accuracy" : "mae";
    }

    static List<Example> examples(List<Case> cases) {
        return cases.stream().map(Case::example).toList();
    }
}
