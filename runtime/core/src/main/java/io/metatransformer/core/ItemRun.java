package io.metatransformer.core;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Segment;
import io.metatransformer.core.batch.Place;
import java.util.List;
import java.util.Optional;

/**
 * One item under way. Its stages run one after the other on different threads; only {@link #end} may come in
 * between. Whatever goes wrong becomes the refusal of this item alone.
 */
final class ItemRun<T> {
    private final Call<T> call;
    private final int index;
    private final Optional<Place> place;
    private final ItemClock clock;
    private List<Segment> segments = List.of();
    private Place.Ticket ticket;
    private MetaTransformerException ended;
    private boolean done;

    ItemRun(Call<T> call, int index, Optional<Place> place, ItemClock clock) {
        this.call = call;
        this.index = index;
        this.place = place;
        this.clock = clock;
    }

    ItemClock clock() {
        return clock;
    }

    Optional<Place> place() {
        return place;
    }

    /** Says how many tokens the item has become. */
    void tokens(List<Segment> made) {
        segments = made;
        call.count(made.get(made.size() - 1).end());
    }

    /** Says that the item waits for its batch. */
    void waitsFor(Place.Ticket queued) {
        MetaTransformerException already;
        synchronized (this) {
            ticket = queued;
            already = ended;
        }
        if (already != null) {
            queued.withdraw(already);
        }
    }

    /** Nobody waits for the item any more; if it is still in the queue, it leaves it. */
    void end(MetaTransformerException why) {
        Place.Ticket queued;
        synchronized (this) {
            ended = why;
            queued = ticket;
        }
        if (queued != null) {
            queued.withdraw(why);
        }
    }

    /** Runs a stage; what it throws is the item's refusal. */
    void attempt(Runnable stage) {
        try {
            stage.run();
        } catch (Throwable e) {
            done(Optional.empty(), Optional.of(Refusals.from(e)));
        }
    }

    void answer(T value) {
        done(Optional.of(value), Optional.empty());
    }

    private void done(Optional<T> value, Optional<MetaTransformerException> refusal) {
        if (done) {
            return;
        }
        done = true;
        place.ifPresent(Place::forgo);
        call.finished(this);
        call.answered(new Answer<>(index, value, refusal, segments, clock.timing()));
        call.next(place);
    }
}
