package io.metatransformer.host;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.TokenSequence;
import java.util.List;

/** What every encoder asks of a batch before it looks at a single value. */
final class BatchCheck {
    private BatchCheck() {}

    static void check(String name, List<TokenSequence> batch, int width, int maxTokens) {
        if (batch.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + " encodes one sequence or more, got none");
        }
        for (int i = 0; i < batch.size(); i++) {
            TokenSequence sequence = batch.get(i);
            if (sequence.width() != width) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        name
                                + " reads tokens of width "
                                + width
                                + ", item "
                                + i
                                + " has "
                                + sequence.width());
            }
            if (sequence.length() > maxTokens) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name
                                + " reads at most "
                                + maxTokens
                                + " tokens per sequence, item "
                                + i
                                + " has "
                                + sequence.length());
            }
        }
    }
}
