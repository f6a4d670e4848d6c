package io.metatransformer.core;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.core.batch.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * One request under way. A few lanes work through its items, each with one place in front of the encoder, so
 * that a long request neither fills the queue nor is refused in the middle. The reply is there when every item
 * has an answer or the request was ended; what was opened for it is closed when the last lane has noticed.
 */
final class Call<T> {
    private final Request request;
    private final Executor stages;
    private final PipelineListener listener;
    private final long began = System.nanoTime();
    private final CompletableFuture<Reply<T>> reply = new CompletableFuture<>();
    private final AtomicReferenceArray<Answer<T>> answers;
    private final AtomicInteger unanswered;
    private final AtomicInteger upcoming = new AtomicInteger();
    private final AtomicInteger lanes = new AtomicInteger(1); // the first is that of begin()
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicReference<MetaTransformerException> ended = new AtomicReference<>();
    private final Set<ItemRun<T>> running = ConcurrentHashMap.newKeySet();
    private final Deque<Runnable> releases = new ArrayDeque<>();
    private volatile Replying replying = parts -> new Provenance("", "", "", parts);
    private volatile Optional<Work<T>> work = Optional.empty();

    /** Says what made the answers. */
    @FunctionalInterface
    interface Replying {
        Provenance provenance(List<Provenance.Part> parts);
    }

    Call(Request request, Executor stages, PipelineListener listener) {
        this.request = request;
        this.stages = stages;
        this.listener = listener;
        this.answers = new AtomicReferenceArray<>(request.items().size());
        this.unanswered = new AtomicInteger(request.items().size());
    }

    CompletableFuture<Reply<T>> reply() {
        return reply;
    }

    /** Has {@code release} run when the last lane has ended; the last one added runs first. */
    void atEnd(Runnable release) {
        synchronized (releases) {
            releases.push(release);
        }
    }

    void repliesWith(Replying made) {
        replying = made;
    }

    /** Opens the work and starts as many lanes as there are places for. */
    void begin(Supplier<Work<T>> opening) {
        requireNotEnded();
        Work<T> opened = opening.get();
        work = Optional.of(opened);
        atEnd(opened::close);
        List<Optional<Place>> places = opened.reserve(request.items().size());
        lanes.addAndGet(places.size());
        places.forEach(this::next);
        laneEnds();
    }

    /** Refuses the request as a whole, before {@link #begin} or instead of it. */
    void refuse(Throwable failure) {
        fail(Refusals.from(failure));
        laneEnds();
    }

    /** The lane of a place goes on to the next item, or ends. */
    void next(Optional<Place> place) {
        int index = ended.get() == null ? upcoming.getAndIncrement() : Integer.MAX_VALUE;
        if (index >= request.items().size()) {
            place.ifPresent(Place::close);
            laneEnds();
            return;
        }
        place.ifPresent(Place::expect);
        ItemRun<T> run = new ItemRun<>(this, index, place, new ItemClock(listener, began));
        running.add(run);
        Item item = request.items().get(index);
        stages.execute(
                () ->
                        run.attempt(
                                () -> {
                                    requireNotEnded();
                                    work.orElseThrow().begin(item, run);
                                }));
    }

    private void requireNotEnded() {
        MetaTransformerException why = ended.get();
        if (why != null) {
            throw why;
        }
    }

    void finished(ItemRun<T> run) {
        running.remove(run);
    }

    void answered(Answer<T> answer) {
        if (answers.compareAndSet(answer.index(), null, answer)
                && unanswered.decrementAndGet() == 0) {
            List<Answer<T>> all = new ArrayList<>();
            for (int i = 0; i < answers.length(); i++) {
                all.add(answers.get(i));
            }
            List<Provenance.Part> parts = work.map(Work::parts).orElse(List.of());
            reply.complete(new Reply<>(all, replying.provenance(parts), ItemClock.since(began)));
        }
    }

    /** Adds to the tokens of the request, which together must not pass its limit. */
    void count(int more) {
        long all = tokens.addAndGet(more);
        if (all > request.maxTokens()) {
            fail(
                    Refusals.invalid(
                            "the items of one request may have "
                                    + request.maxTokens()
                                    + " tokens together, got "
                                    + all
                                    + " or more"));
        }
    }

    /** Answers every item that has no answer yet with this refusal. */
    void end(MetaTransformerException why) {
        stop(why);
        Timing none =
                new Timing(
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        ItemClock.since(began),
                        0);
        for (int i = 0; i < answers.length(); i++) {
            answered(new Answer<>(i, Optional.empty(), Optional.of(why), List.of(), none));
        }
    }

    private void fail(MetaTransformerException why) {
        reply.completeExceptionally(why);
        stop(why);
    }

    private void stop(MetaTransformerException why) {
        ended.compareAndSet(null, why);
        running.forEach(run -> run.end(why));
    }

    private void laneEnds() {
        if (lanes.decrementAndGet() == 0) {
            while (true) {
                Runnable release;
                synchronized (releases) {
                    release = releases.poll();
                }
                if (release == null) {
                    return;
                }
                release.run();
            }
        }
    }

    /** Waits for the reply; an interrupted caller takes its request back. */
    Reply<T> await() {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            throw Refusals.from(e.getCause());
        } catch (InterruptedException e) {
            end(Refusals.cancelled());
            Thread.currentThread().interrupt();
            throw Refusals.cancelled();
        }
    }
}
