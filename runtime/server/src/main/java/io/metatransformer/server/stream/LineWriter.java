package io.metatransformer.server.stream;

import io.metatransformer.server.http.HangUp;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sends answers as they are ready, or in the order of their lines. On the event loop of its connection. */
final class LineWriter {
    static final String TYPE = "application/x-ndjson";

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final boolean inOrder;
    private final Duration patience;
    private final Runnable drained;
    private final Map<Long, Optional<byte[]>> early = new HashMap<>();
    private long next;
    private long timer = -1;

    /**
     * @param patience longest that the reader may take nothing
     * @param drained told when there is room again
     */
    LineWriter(RoutingContext context, boolean inOrder, Duration patience, Runnable drained) {
        this.context = context;
        this.response = context.response();
        this.inOrder = inOrder;
        this.patience = patience;
        this.drained = drained;
    }

    /** Lines that are ready before their turn. */
    int kept() {
        return early.size();
    }

    boolean hasRoom() {
        return !response.writeQueueFull();
    }

    /** @param sequence of the line among those that are answered, from 0 */
    void write(long sequence, byte[] line) {
        if (inOrder) {
            early.put(sequence, Optional.of(line));
            sendKept();
        } else {
            send(line);
        }
    }

    /** That line is answered with nothing. */
    void skip(long sequence) {
        if (inOrder) {
            early.put(sequence, Optional.empty());
            sendKept();
        }
    }

    private void sendKept() {
        while (early.containsKey(next)) {
            early.remove(next++).ifPresent(this::send);
        }
    }

    private void send(byte[] line) {
        head();
        response.write(Buffer.buffer(line));
        if (response.writeQueueFull() && timer < 0) {
            timer =
                    context.vertx()
                            .setTimer(patience.toMillis(), t -> HangUp.on(context.request()));
            response.drainHandler(
                    taken -> {
                        over();
                        drained.run();
                    });
        }
    }

    private void head() {
        if (!response.headWritten()) {
            response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, TYPE);
        }
    }

    /** Sends the last line; what is kept for its turn comes before it. */
    void end(byte[] last) {
        head();
        early.keySet().stream()
                .sorted()
                .toList()
                .forEach(
                        sequence ->
                                early.remove(sequence)
                                        .ifPresent(line -> response.write(Buffer.buffer(line))));
        response.end(Buffer.buffer(last));
    }

    /** Waits for the reader no longer. */
    void over() {
        context.vertx().cancelTimer(timer);
        timer = -1;
    }
}
