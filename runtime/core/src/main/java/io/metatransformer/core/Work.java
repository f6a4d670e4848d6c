package io.metatransformer.core;

import io.metatransformer.api.TokenSequence;
import io.metatransformer.core.batch.Place;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a request wants done with each of its items. Opened for one request, used by many threads at once,
 * closed when the last item is done.
 */
interface Work<T> extends AutoCloseable {

    /**
     * Takes places in front of the encoder, at most as many as there are items. Without an encoder, empty
     * ones.
     */
    List<Optional<Place>> reserve(int items);

    /** Begins one item, and sees to it that {@code run} is answered or refused once. */
    void begin(Item item, ItemRun<T> run);

    /** The parts of the model that took part so far. */
    List<Provenance.Part> parts();

    @Override
    void close();

    /** Stops at the tokens. */
    record Tokens(Tokenizing tokenizing) implements Work<TokenSequence> {
        private static final int LANES = 16;

        @Override
        public List<Optional<Place>> reserve(int items) {
            return Collections.nCopies(Math.min(items, LANES), Optional.empty());
        }

        @Override
        public void begin(Item item, ItemRun<TokenSequence> run) {
            if (!(item instanceof Item.Raw raw)) {
                throw Refusals.invalid("only raw inputs can be tokenized");
            }
            run.clock().begin();
            TokenSequence sequence = tokenizing.fused(raw.inputs()).sequence();
            run.clock().tokenized();
            run.tokens(sequence.segments());
            run.answer(sequence);
        }

        @Override
        public List<Provenance.Part> parts() {
            return List.copyOf(tokenizing.used());
        }

        @Override
        public void close() {
            // every lease on a tokenizer ended with its input
        }
    }

    /** Shows inputs, and needs no tokens for it. */
    record Looks<T>(Tokenizing tokenizing, Tokenizing.Look<T> look) implements Work<Optional<T>> {

        @Override
        public List<Optional<Place>> reserve(int items) {
            return Collections.nCopies(Math.min(items, Tokens.LANES), Optional.empty());
        }

        @Override
        public void begin(Item item, ItemRun<Optional<T>> run) {
            if (!(item instanceof Item.Raw raw) || raw.inputs().size() != 1) {
                throw Refusals.invalid("only one raw input can be drawn");
            }
            run.clock().begin();
            Optional<T> seen = tokenizing.look(raw.inputs().get(0), look);
            run.clock().tokenized();
            run.answer(seen);
        }

        @Override
        public List<Provenance.Part> parts() {
            return List.copyOf(tokenizing.used());
        }

        @Override
        public void close() {
            // every lease on a tokenizer ended with its input
        }
    }
}
