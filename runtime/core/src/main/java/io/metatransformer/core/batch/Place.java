package io.metatransformer.core.batch;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.TokenSequence;
import java.util.concurrent.CompletionStage;

/**
 * A place in a {@link Batcher}, held from before an item is tokenized until its answer is there. One item
 * at a time may use it; then the next may. Not thread-safe: it goes from hand to hand with its item.
 */
public final class Place implements AutoCloseable {
    private final Batcher batcher;
    private final Precedence precedence;
    private boolean coming = true;
    private boolean open = true;

    Place(Batcher batcher, Precedence precedence) {
        this.batcher = batcher;
        this.precedence = precedence;
    }

    /** Says that another item is being tokenized for this place. */
    public void expect() {
        if (open && !coming) {
            coming = true;
            batcher.coming(1);
        }
    }

    /**
     * Puts tokens in the queue.
     *
     * @param deadline after it, the item is refused instead of encoded
     * @return waits for its batch
     */
    public Ticket submit(TokenSequence tokens, Deadline deadline) {
        Ticket ticket = batcher.enqueue(tokens, deadline, precedence);
        coming = false;
        return ticket;
    }

    /** Says that the expected item will not come: it was refused, or needs no encoder. */
    public void forgo() {
        if (coming) {
            coming = false;
            batcher.coming(-1);
        }
    }

    /** Gives the place back. */
    @Override
    public void close() {
        if (open) {
            open = false;
            forgo();
            batcher.leave(precedence);
        }
    }

    /** One item in the queue. */
    public interface Ticket {

        /** Completes with the item's features, or with a {@link MetaTransformerException}. */
        CompletionStage<Encoded> encoded();

        /** Takes the item out of the queue, if it is still there, and completes it with this. */
        void withdraw(MetaTransformerException refusal);
    }
}
