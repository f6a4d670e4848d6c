package io.metatransformer.core.batch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.time.Duration;

/**
 * How batches form in front of an encoder.
 *
 * @param capacity items of one model that may be under way between admission and answer
 * @param clientShare most of these that one client may have under way, above 0 to 1; the program itself may have
 *     all
 * @param tokenBudget tokens of one batch, padding included; one longer sequence goes alone
 * @param maxPadding most of a batch that may be padding, 0 to 1
 * @param maxWait longest that an item waits for company that is already being tokenized
 * @param workers batches that run at the same time
 */
public record BatchSettings(
        int capacity,
        double clientShare,
        int tokenBudget,
        double maxPadding,
        Duration maxWait,
        int workers) {

    public static final BatchSettings DEFAULT =
            new BatchSettings(1024, 0.75, 4096, 0.5, Duration.ofMillis(2), 2);

    public BatchSettings {
        if (capacity < 1 || tokenBudget < 1 || workers < 1) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "capacity, tokenBudget and workers of a batch must be at least 1");
        }
        if (!(clientShare > 0 && clientShare <= 1)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "clientShare must be above 0 and at most 1, got " + clientShare);
        }
        if (!(maxPadding >= 0 && maxPadding <= 1) || maxWait.isNegative()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "maxPadding must be from 0 to 1 and maxWait not negative, got "
                            + maxPadding
                            + " and "
                            + maxWait);
        }
    }

    /** Items that one client may have under way, at least 1. */
    int clientCapacity() {
        return Math.max(1, (int) (capacity * clientShare));
    }
}
