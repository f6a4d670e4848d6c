package io.metatransformer.core.batch;

import io.metatransformer.api.Features;
import java.time.Duration;

/**
 * What the encoder gave for one item.
 *
 * @param queue time spent waiting for the batch
 * @param encode time of the whole batch
 * @param batchSize items of that batch
 */
public record Encoded(Features features, Duration queue, Duration encode, int batchSize) {}
