package io.metatransformer.testkit;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A good tokenizer, of which a subclass breaks one promise. */
class ForwardingTokenizer implements Tokenizer {
    private final Tokenizer good = new NumbersTokenizer();

    @Override
    public Modality modality() {
        return good.modality();
    }

    @Override
    public List<String> mediaTypes() {
        return good.mediaTypes();
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        return good.recognises(head);
    }

    @Override
    public List<Option> options() {
        return good.options();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return good.weights(options, width);
    }

    @Override
    public Weights adopt(Weights checkpoint) {
        return good.adopt(checkpoint);
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        return new Session(good.open(part));
    }

    /** What happens in a call; the session that is given is a good one. */
    TokenSequence tokenize(TokenizerSession session, Input input) {
        return session.tokenize(input);
    }

    Optional<Preview> preview(TokenizerSession session, Input input) {
        return session.preview(input);
    }

    Optional<Backdrop> backdrop(TokenizerSession session, Input input, int side) {
        return session.backdrop(input, side);
    }

    void close(TokenizerSession session) {
        session.close();
    }

    private final class Session implements TokenizerSession {
        private final TokenizerSession session;

        Session(TokenizerSession session) {
            this.session = session;
        }

        @Override
        public int width() {
            return session.width();
        }

        @Override
        public int maxTokens() {
            return session.maxTokens();
        }

        @Override
        public TokenSequence tokenize(Input input) {
            return ForwardingTokenizer.this.tokenize(session, input);
        }

        @Override
        public Optional<Preview> preview(Input input) {
            return ForwardingTokenizer.this.preview(session, input);
        }

        @Override
        public Optional<Backdrop> backdrop(Input input, int side) {
            return ForwardingTokenizer.this.backdrop(session, input, side);
        }

        @Override
        public void close() {
            ForwardingTokenizer.this.close(session);
        }
    }
}
