package io.metatransformer.core;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Quoted;
import io.metatransformer.core.lease.Lease;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How far along the path a request wants to go beyond features, and with what. */
interface Goal<T> extends AutoCloseable {

    /** What the answer is made with, if a head is. */
    Optional<Provenance.Part> part();

    /**
     * @param space the one that everything which made the features shares, if there is one
     */
    T answer(Features features, Optional<String> space, ItemClock clock);

    @Override
    void close();

    /** The features themselves. */
    static Goal<Features> features() {
        return new Goal<>() {
            @Override
            public Optional<Provenance.Part> part() {
                return Optional.empty();
            }

            @Override
            public Features answer(Features features, Optional<String> space, ItemClock clock) {
                return features;
            }

            @Override
            public void close() {
                // nothing was opened
            }
        };
    }

    /** The answer of a head, which stays open until this is closed, as {@code kind} has it. */
    static <P extends Prediction> Goal<P> of(
            Lease<Opened<HeadSession>> head,
            Map<String, Object> options,
            Function<Prediction, P> kind) {
        return new Goal<P>() {
            @Override
            public Optional<Provenance.Part> part() {
                return Optional.of(head.get().provenance());
            }

            @Override
            public P answer(Features features, Optional<String> space, ItemClock clock) {
                clock.begin();
                Opened<HeadSession> opened = head.get();
                Prediction made =
                        opened.guard()
                                .call(
                                        "predicting",
                                        () -> opened.session().predict(features, options));
                Finite.require(Finite.all(made), "answer", opened.provenance());
                clock.predicted();
                return kind.apply(comparable(made, space));
            }

            @Override
            public void close() {
                head.close();
            }
        };
    }

    /**
     * An embedding lies in a space only if its tokens were made for that space too, and a gallery of another
     * modality is searched only then.
     */
    private static Prediction comparable(Prediction made, Optional<String> space) {
        if (made instanceof Prediction.Neighbours neighbours
                && neighbours.space().isPresent()
                && !neighbours.space().equals(space)) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    "the gallery is of another modality and lies in the space "
                            + Quoted.of(neighbours.space().get())
                            + ", for which the tokens of this input were not made");
        }
        return made instanceof Prediction.Embedding embedding && !embedding.space().equals(space)
                ? new Prediction.Embedding(embedding.vectors(), Optional.empty())
                : made;
    }

    /** Refuses anything but an embedding. */
    static Prediction.Embedding embedding(Prediction made) {
        if (made instanceof Prediction.Embedding embedding) {
            return embedding;
        }
        throw new MetaTransformerException(
                ErrorCode.PLUGIN_ERROR,
                "the embedding head answered with " + made.getClass().getSimpleName());
    }
}
