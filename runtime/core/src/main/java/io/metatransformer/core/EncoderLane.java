package io.metatransformer.core;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.core.batch.BatchListener;
import io.metatransformer.core.batch.BatchSettings;
import io.metatransformer.core.batch.Batcher;
import io.metatransformer.core.plugin.Guard;
import java.util.List;

/** An encoder with the queue in front of it. */
final class EncoderLane implements AutoCloseable {
    private static final int WARM_UP_TOKENS = 197;

    private final EncoderSession session;
    private final Guard guard;
    private final Batcher batcher;

    private EncoderLane(
            String model,
            EncoderSession session,
            Guard guard,
            BatchSettings settings,
            BatchListener listener) {
        this.session = session;
        this.guard = guard;
        this.batcher = new Batcher(model, this::encode, settings, listener);
    }

    /** Runs the encoder once, alone and in a ragged batch, so that no request pays for its first call. */
    static EncoderLane warmedUp(
            String model,
            EncoderSession session,
            Guard guard,
            BatchSettings settings,
            BatchListener listener) {
        int tokens = Math.min(WARM_UP_TOKENS, session.maxTokens());
        guard.run(
                "warming up",
                () -> {
                    session.encode(List.of(zeros(tokens, session.width())));
                    session.encode(
                            List.of(zeros(tokens, session.width()), zeros(1, session.width())));
                });
        return new EncoderLane(model, session, guard, settings, listener);
    }

    private static TokenSequence zeros(int tokens, int width) {
        return TokenSequence.of(
                Tensor.of(Tensor.allocate(Math.multiplyExact(tokens, width)), tokens, width),
                Modality.of("warm-up"),
                0,
                new Layout.Series(tokens),
                Origin.named("warm-up"));
    }

    private List<Features> encode(List<TokenSequence> batch) {
        return guard.call("encoding", () -> session.encode(batch));
    }

    Batcher batcher() {
        return batcher;
    }

    /**
     * Refuses what the encoder would refuse, before it can spoil a batch.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} or {@link
     *     ErrorCode#LIMIT_EXCEEDED}
     */
    void requireFits(TokenSequence tokens) {
        if (tokens.width() != session.width()) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "tokens are " + tokens.width() + " wide, the encoder reads " + session.width());
        }
        if (tokens.length() > session.maxTokens()) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    tokens.length()
                            + " tokens from "
                            + tokens.segments().size()
                            + " input(s) are more than the "
                            + session.maxTokens()
                            + " that the encoder reads");
        }
    }

    @Override
    public void close() {
        batcher.close();
        guard.run("closing", session::close);
    }
}
