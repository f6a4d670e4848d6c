package io.metatransformer.server;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.Features;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.testkit.doubles.EchoEncoder;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Echoes, one batch for every permit; without the gate closed, at once. Warming up needs no permit. */
final class GatedEncoder implements Encoder {
    private final EchoEncoder echo = new EchoEncoder();
    private final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);

    /** Items that have reached the encoder, warm-up left out. */
    final AtomicInteger reached = new AtomicInteger();

    void shut() {
        permits.drainPermits();
    }

    void admit(int batches) {
        permits.release(batches);
    }

    void open() {
        permits.drainPermits();
        permits.release(Integer.MAX_VALUE / 2);
    }

    @Override
    public String name() {
        return echo.name();
    }

    @Override
    public List<Option> options() {
        return echo.options();
    }

    @Override
    public EncoderSession open(ModelPart part) {
        EncoderSession inner = echo.open(part);
        return new EncoderSession() {
            @Override
            public int width() {
                return inner.width();
            }

            @Override
            public int maxTokens() {
                return inner.maxTokens();
            }

            @Override
            public List<Features> encode(List<TokenSequence> batch) {
                if (!batch.get(0).segments().get(0).modality().id().equals("warm-up")) {
                    reached.addAndGet(batch.size());
                    permits.acquireUninterruptibly();
                }
                return inner.encode(batch);
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }
}
