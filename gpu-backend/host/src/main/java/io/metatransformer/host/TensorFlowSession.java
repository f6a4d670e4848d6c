package io.metatransformer.host;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Runs ragged batches on a loaded encoder, a few at a time. */
final class TensorFlowSession implements EncoderSession {
    /** More would not be faster, and each holds activations. */
    private static final int RUNS_AT_ONCE = 2;

    private final String name;
    private final SavedEncoder encoder;
    private final int width;
    private final int maxTokens;
    private final RunLimits limits;
    private final Lifetime lifetime;
    private final Semaphore running = new Semaphore(RUNS_AT_ONCE, true);

    TensorFlowSession(
            String name, SavedEncoder encoder, int width, int maxTokens, RunLimits limits) {
        this.name = name;
        this.encoder = encoder;
        this.width = width;
        this.maxTokens = maxTokens;
        this.limits = limits;
        this.lifetime = new Lifetime(name);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return maxTokens;
    }

    @Override
    public List<Features> encode(List<TokenSequence> batch) {
        return lifetime.during(() -> inRuns(List.copyOf(batch)));
    }

    private List<Features> inRuns(List<TokenSequence> batch) {
        BatchCheck.check(name, batch, width, maxTokens);
        int[] lengths = batch.stream().mapToInt(TokenSequence::length).toArray();
        Features[] features = new Features[batch.size()];
        for (List<Integer> run : limits.runs(lengths)) {
            List<Tensor> values = run(batch, run);
            for (int i = 0; i < run.size(); i++) {
                int item = run.get(i);
                features[item] = Features.of(values.get(i), batch.get(item).segments());
            }
        }
        return List.of(features);
    }

    private List<Tensor> run(List<TokenSequence> batch, List<Integer> items) {
        try {
            running.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MetaTransformerException(
                    ErrorCode.CANCELLED, name + ": interrupted while waiting for its turn", e);
        }
        try {
            return encoder.run(batch, items);
        } finally {
            running.release();
        }
    }

    @Override
    public void close() {
        lifetime.end(encoder::close);
    }
}
