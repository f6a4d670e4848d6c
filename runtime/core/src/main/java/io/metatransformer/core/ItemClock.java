package io.metatransformer.core;

import io.metatransformer.core.batch.Encoded;
import java.time.Duration;

/** Times the stages of one item, which follow each other on different threads. */
final class ItemClock {
    private final PipelineListener listener;
    private final long began;
    private long stageBegan;
    private Duration start = Duration.ZERO;
    private Duration tokenize = Duration.ZERO;
    private Duration queue = Duration.ZERO;
    private Duration encode = Duration.ZERO;
    private Duration head = Duration.ZERO;
    private int batchSize;

    /** @param began nano time of the call */
    ItemClock(PipelineListener listener, long began) {
        this.listener = listener;
        this.began = began;
    }

    void begin() {
        stageBegan = System.nanoTime();
        if (start.isZero()) {
            start = Duration.ofNanos(stageBegan - began);
        }
    }

    void tokenized() {
        tokenize = since(stageBegan);
        listener.stage(PipelineListener.Stage.TOKENIZE, tokenize);
    }

    void encoded(Encoded result) {
        queue = result.queue();
        encode = result.encode();
        batchSize = result.batchSize();
        listener.stage(PipelineListener.Stage.QUEUE, queue);
        listener.stage(PipelineListener.Stage.ENCODE, encode);
    }

    void predicted() {
        head = since(stageBegan);
        listener.stage(PipelineListener.Stage.HEAD, head);
    }

    Timing timing() {
        return new Timing(start, tokenize, queue, encode, head, since(began), batchSize);
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
