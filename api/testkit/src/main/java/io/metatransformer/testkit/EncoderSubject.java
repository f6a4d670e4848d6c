package io.metatransformer.testkit;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.Features;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.util.List;

/** What a test says of an encoder. */
abstract class EncoderSubject {

    /** The encoder is found by this. */
    protected abstract String name();

    /** A model that it opens, small. Called for every test. */
    protected abstract ModelPart part();

    /** How far a result in a batch may be from the same sequence alone, absolute. */
    protected double tolerance() {
        return 1e-5;
    }

    /** Whether it reads a model from the part's folder; one that calls a host elsewhere does not. */
    protected boolean readsFolder() {
        return true;
    }

    /** Whether its model has two blocks or more, so that positions count more than once. */
    protected boolean hasSeveralBlocks() {
        return true;
    }

    /** Found as the runtime would; to be overridden only for one that a program has to hand in. */
    protected Encoder service() {
        return Installed.one(Encoder.class, Encoder::name, name());
    }

    final EncoderSession open() {
        return service().open(part());
    }

    final int width() {
        return part().width();
    }

    static Features alone(EncoderSession session, TokenSequence sequence) {
        List<Features> features = session.encode(List.of(sequence));
        if (features.size() != 1) {
            throw new AssertionError("one sequence gave " + features.size() + " results");
        }
        return features.get(0);
    }

    final void assertSame(String what, Features expected, Features actual) {
        Within.assertClose(what, expected.values(), actual.values(), tolerance(), 0);
    }

    static Tensor rows(int length, int width, long seed) {
        return SeededRows.of(length, width, seed);
    }
}
