package io.metatransformer.core;

import io.metatransformer.api.Features;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.core.batch.Deadline;
import io.metatransformer.core.batch.Encoded;
import io.metatransformer.core.batch.Place;
import io.metatransformer.core.batch.Precedence;
import io.metatransformer.core.lease.Lease;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** The whole path of one request: tokens, features, and what the goal makes of them. */
final class Encoding<T> implements Work<T> {
    private static final int LANES_WITHOUT_ENCODER = 16;

    private final Tokenizing tokenizing;
    private final Optional<Lease<Opened<EncoderLane>>> encoder;
    private final Goal<T> goal;
    private final Deadline deadline;
    private final Precedence precedence;
    private final Executor stages;
    private final int maxLanes;
    private final AtomicBoolean encoded = new AtomicBoolean();

    /**
     * @param encoder absent if every item brings its features; closed with this
     * @param maxLanes most items that may be under way at once
     */
    Encoding(
            Tokenizing tokenizing,
            Optional<Lease<Opened<EncoderLane>>> encoder,
            Goal<T> goal,
            Deadline deadline,
            Precedence precedence,
            Executor stages,
            int maxLanes) {
        this.tokenizing = tokenizing;
        this.encoder = encoder;
        this.goal = goal;
        this.deadline = deadline;
        this.precedence = precedence;
        this.stages = stages;
        this.maxLanes = maxLanes;
    }

    @Override
    public List<Optional<Place>> reserve(int items) {
        if (encoder.isEmpty()) {
            return Collections.nCopies(Math.min(items, LANES_WITHOUT_ENCODER), Optional.empty());
        }
        List<Optional<Place>> places = new ArrayList<>();
        lane().batcher()
                .reserve(Math.min(items, maxLanes), precedence)
                .forEach(place -> places.add(Optional.of(place)));
        return places;
    }

    private EncoderLane lane() {
        return encoder.orElseThrow().get().session();
    }

    @Override
    public void begin(Item item, ItemRun<T> run) {
        if (item instanceof Item.Encoded made) {
            Features features = made.features();
            run.tokens(features.segments());
            Finite.requireGiven(Finite.all(features.values()), "features");
            run.answer(goal.answer(features, Optional.empty(), run.clock()));
            return;
        }
        Tokenizing.Tokens tokens;
        if (item instanceof Item.Raw raw) {
            run.clock().begin();
            tokens = tokenizing.fused(raw.inputs());
            run.clock().tokenized();
        } else {
            TokenSequence made = ((Item.Tokens) item).sequence();
            Finite.requireGiven(Finite.all(made), "tokens");
            tokens = new Tokenizing.Tokens(made, Optional.empty());
        }
        run.tokens(tokens.sequence().segments());
        lane().requireFits(tokens.sequence());
        Place.Ticket ticket = run.place().orElseThrow().submit(tokens.sequence(), deadline);
        run.waitsFor(ticket);
        ticket.encoded()
                .whenCompleteAsync(
                        (result, failure) ->
                                run.attempt(() -> finish(tokens, result, failure, run)),
                        stages);
    }

    private void finish(
            Tokenizing.Tokens tokens, Encoded result, Throwable failure, ItemRun<T> run) {
        if (failure != null) {
            throw Refusals.from(failure);
        }
        encoded.set(true);
        run.clock().encoded(result);
        Provenance.Part by = encoder.orElseThrow().get().provenance();
        Finite.require(Finite.all(result.features().values()), "features", by);
        run.answer(goal.answer(result.features(), tokens.space(), run.clock()));
    }

    @Override
    public List<Provenance.Part> parts() {
        List<Provenance.Part> parts = new ArrayList<>(tokenizing.used());
        if (encoded.get()) {
            parts.add(encoder.orElseThrow().get().provenance());
        }
        goal.part().ifPresent(parts::add);
        return parts;
    }

    @Override
    public void close() {
        try (goal) {
            encoder.ifPresent(Lease::close);
        }
    }
}
