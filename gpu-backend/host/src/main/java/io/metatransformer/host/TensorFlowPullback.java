package io.metatransformer.host;

import io.metatransformer.api.EncoderPullback;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import java.util.Arrays;
import java.util.List;

/** A frozen encoder in a training: it hands gradients on. */
final class TensorFlowPullback implements EncoderPullback {
    private final String name;
    private final TensorFlowSession session;
    private final GradientRuns runs;
    private final RunLimits limits;
    private final Lifetime lifetime;

    /**
     * @param session closed with this
     * @param limits of one run of the way back, which holds every activation
     */
    TensorFlowPullback(
            String name, TensorFlowSession session, GradientRuns runs, RunLimits limits) {
        this.name = name;
        this.session = session;
        this.runs = runs;
        this.limits = limits;
        this.lifetime = new Lifetime(name);
    }

    @Override
    public List<Features> encode(List<TokenSequence> batch) {
        return session.encode(batch);
    }

    @Override
    public List<TokenGradient> pullback(List<TokenSequence> batch, List<Tensor> gradients) {
        return lifetime.during(() -> back(List.copyOf(batch), List.copyOf(gradients)));
    }

    private List<TokenGradient> back(List<TokenSequence> batch, List<Tensor> gradients) {
        BatchCheck.check(name, batch, session.width(), session.maxTokens());
        check(batch, gradients);
        int[] lengths = batch.stream().mapToInt(TokenSequence::length).toArray();
        TokenGradient[] found = new TokenGradient[batch.size()];
        for (List<Integer> run : limits.runs(lengths)) {
            List<TokenGradient> each = runs.run(batch, gradients, run);
            for (int i = 0; i < run.size(); i++) {
                found[run.get(i)] = each.get(i);
            }
        }
        return List.of(found);
    }

    private void check(List<TokenSequence> batch, List<Tensor> gradients) {
        for (int i = 0; i < Math.max(batch.size(), gradients.size()); i++) {
            if (i >= Math.min(batch.size(), gradients.size())
                    || !Arrays.equals(batch.get(i).tokens().shape(), gradients.get(i).shape())) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        name
                                + ": every sequence needs a gradient in the shape of its tokens; that of item "
                                + i
                                + " is missing or has another");
            }
        }
    }

    @Override
    public void close() {
        lifetime.end(session::close);
    }
}
