package io.metatransformer.testkit;

import io.metatransformer.api.Layout;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.util.Arrays;

/** Ways to spoil tokens. */
final class TokenEdits {
    private TokenEdits() {}

    static TokenSequence tokens(TokenSequence like, Tensor tokens) {
        if (tokens.size(0) == like.length()) {
            return TokenSequence.of(tokens, like.segments());
        }
        Segment only = like.segments().get(0);
        return TokenSequence.of(
                tokens, only.modality(), 0, new Layout.Set(tokens.size(0)), only.origin());
    }

    static Tensor filled(TokenSequence like, float value) {
        float[] values = repeated(like.length() * like.width(), value);
        return Tensor.of(values, like.length(), like.width());
    }

    static float[] repeated(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    static TokenSequence named(TokenSequence like, String name) {
        Segment only = like.segments().get(0);
        return TokenSequence.of(
                like.tokens(),
                only.modality(),
                only.specialTokens(),
                only.layout(),
                Origin.named(name));
    }

    static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
