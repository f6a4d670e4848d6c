package io.metatransformer.core.batch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Forms batches in front of one encoder. Items leave the queue by {@link Precedence}, as many together as fit a
 * budget of tokens; an item waits for company only while somebody is on the way.
 *
 * <p>Thread-safe. The worker threads live until {@link #close}, which waits until every place has been given
 * back: nothing that was admitted is lost.
 */
public final class Batcher implements AutoCloseable {
    private final String model;
    private final BatchSettings settings;
    private final BatchListener listener;
    private final BatchQueue queue;
    private final BatchRun run;
    private final List<Thread> workers;

    /** Runs the encoder on a batch of sequences. */
    @FunctionalInterface
    public interface Encoding {

        /** One result per sequence, in order; may refuse the batch as a whole. */
        List<Features> encode(List<TokenSequence> batch);
    }

    /**
     * @param model name for threads, messages and meters
     */
    public Batcher(
            String model, Encoding encoding, BatchSettings settings, BatchListener listener) {
        this.model = model;
        this.settings = settings;
        this.listener = listener;
        this.queue = new BatchQueue(settings, items -> listener.queued(model, items));
        this.run = new BatchRun(model, encoding, listener);
        this.workers = Stream.generate(this::worker).limit(settings.workers()).toList();
        workers.forEach(Thread::start);
    }

    private Thread worker() {
        Thread worker = new Thread(this::work, "mt-encode-" + model);
        worker.setDaemon(true);
        return worker;
    }

    /**
     * Takes places for the items of a request before any of them is tokenized.
     *
     * @param wanted most places that are of use, at least 1
     * @param precedence of all that these places will be used for
     * @return at least one place; fewer than wanted if there is no room for more
     * @throws MetaTransformerException with {@link ErrorCode#QUEUE_FULL} if there is no room at all, or none
     *     for that client; {@link ErrorCode#CLOSED} after {@link #close}
     */
    public List<Place> reserve(int wanted, Precedence precedence) {
        int granted = queue.reserve(wanted, precedence.client());
        if (granted < 0) {
            throw new MetaTransformerException(ErrorCode.CLOSED, model + " is closed");
        }
        if (granted == 0) {
            throw inFlight() < settings.capacity() ? noShare(wanted) : full(wanted);
        }
        List<Place> places = new ArrayList<>(granted);
        for (int i = 0; i < granted; i++) {
            places.add(new Place(this, precedence));
        }
        return places;
    }

    /** Refuses as {@link #reserve} would at this moment, and takes nothing. */
    public void requireRoom() {
        if (inFlight() >= settings.capacity()) {
            throw full(1);
        }
    }

    private MetaTransformerException full(int refused) {
        listener.refused(model, refused);
        return new MetaTransformerException(
                ErrorCode.QUEUE_FULL,
                "model '"
                        + model
                        + "' has "
                        + settings.capacity()
                        + " items under way and takes no more; try again later");
    }

    private MetaTransformerException noShare(int refused) {
        listener.refused(model, refused);
        return new MetaTransformerException(
                ErrorCode.QUEUE_FULL,
                "model '"
                        + model
                        + "' has "
                        + settings.clientCapacity()
                        + " items of this client under way, which is the most for one; try again later");
    }

    /** Items between admission and answer. */
    public int inFlight() {
        return queue.taken();
    }

    void coming(int items) {
        queue.coming(items);
    }

    void leave(Precedence precedence) {
        queue.leave(precedence.client());
    }

    Entry enqueue(TokenSequence tokens, Deadline deadline, Precedence precedence) {
        Entry entry = new Entry(this, tokens, deadline, precedence);
        queue.add(entry);
        return entry;
    }

    void withdraw(Entry entry, MetaTransformerException refusal) {
        if (queue.remove(entry)) {
            if (refusal.code() == ErrorCode.DEADLINE_EXCEEDED) {
                listener.expired(model, 1);
            } else {
                listener.cancelled(model, 1);
            }
        }
        entry.refuse(refusal);
    }

    private void work() {
        try {
            List<Entry> batch = queue.take();
            while (!batch.isEmpty()) {
                run.run(batch);
                batch = queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more items, waits until all places are given back, and ends the worker threads. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive() && worker != Thread.currentThread()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
