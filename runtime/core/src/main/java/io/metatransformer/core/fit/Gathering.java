package io.metatransformer.core.fit;

import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.List;

/** How a head that only gathers learns: one walk in order, after which its answers to queries are measured. */
final class Gathering {
    /** Each answer may be the whole gallery. */
    private static final int QUERIES_AT_ONCE = 16;

    private final HeadTraining training;
    private final Progress progress;

    Gathering(HeadTraining training, Progress progress) {
        this.training = training;
        this.progress = progress;
    }

    void gather(List<Tensor> digests, List<Target> targets, int batch) {
        for (int from = 0; from < digests.size(); from += batch) {
            int to = Math.min(digests.size(), from + batch);
            float[] weights = new float[to - from];
            Arrays.fill(weights, 1);
            training.step(digests.subList(from, to), targets.subList(from, to), weights, 0, from);
            progress.report("gallery", to, digests.size());
        }
    }

    Evaluation measured(List<Example> queries, List<Tensor> digests) {
        Measuring measuring = new Measuring();
        for (int from = 0; from < digests.size(); from += QUERIES_AT_ONCE) {
            int to = Math.min(digests.size(), from + QUERIES_AT_ONCE);
            var answers = training.predict(digests.subList(from, to));
            for (int i = from; i < to; i++) {
                Example query = queries.get(i);
                measuring.add(query.name(), answers.get(i - from), query.target());
            }
            progress.report("queries", to, digests.size());
        }
        return measuring.evaluation();
    }
}
