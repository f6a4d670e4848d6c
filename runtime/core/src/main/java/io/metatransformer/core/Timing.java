package io.metatransformer.core;

import java.time.Duration;

/**
 * Where the time of one item went. A stage that was not needed took zero.
 *
 * @param start from the call to the first stage of this item
 * @param tokenize decoding included
 * @param queue waiting for a batch
 * @param encode the whole batch
 * @param total from the call to the answer, waiting for other items of the request included
 * @param batchSize items that shared the call of the encoder; 0 if there was none
 */
public record Timing(
        Duration start,
        Duration tokenize,
        Duration queue,
        Duration encode,
        Duration head,
        Duration total,
        int batchSize) {}
