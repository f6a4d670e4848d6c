package io.metatransformer.testkit.doubles;

import io.metatransformer.api.DifferentiableEncoder;
import io.metatransformer.api.EncoderPullback;
import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A double: features are the tokens themselves, plus the positions once for each of its blocks.
 *
 * <p>Options of the model: {@code blocks} (2), {@code max_tokens} (512).
 */
public final class EchoEncoder implements DifferentiableEncoder {

    /** A part of that width with every option at its default. */
    public static ModelPart part(int width) {
        return ModelPart.of("test/encoder", width, Map.of(), Weights.none());
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.integer("blocks", 2, 1, 100, "", "How often positions are added"),
                Option.integer("max_tokens", 512, 1, 1 << 20, "", "Most tokens of one sequence"));
    }

    @Override
    public EncoderSession open(ModelPart part) {
        return new Session(part, part.options(options()));
    }

    @Override
    public EncoderPullback differentiate(ModelPart part) {
        return new Frozen(new Session(part, part.options(options())));
    }

    private record Frozen(Session session) implements EncoderPullback {
        @Override
        public List<Features> encode(List<TokenSequence> batch) {
            return session.encode(batch);
        }

        @Override
        public List<TokenGradient> pullback(List<TokenSequence> batch, List<Tensor> gradients) {
            List<TokenGradient> passed = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                float[] values = gradients.get(i).toArray();
                for (int j = 0; j < values.length; j++) {
                    values[j] *= session.blocks;
                }
                Tensor often = Tensor.of(values, gradients.get(i).shape());
                passed.add(
                        new TokenGradient(
                                gradients.get(i), batch.get(i).positions().map(any -> often)));
            }
            return passed;
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private static final class Session implements EncoderSession {
        private final int width;
        private final int blocks;
        private final int maxTokens;
        private final Lifetime lifetime;

        Session(ModelPart part, Options options) {
            this.width = part.width();
            this.blocks = options.integer("blocks");
            this.maxTokens = options.integer("max_tokens");
            this.lifetime = new Lifetime(part.name());
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public int maxTokens() {
            return maxTokens;
        }

        @Override
        public List<Features> encode(List<TokenSequence> batch) {
            return lifetime.during(() -> echo(batch));
        }

        private List<Features> echo(List<TokenSequence> batch) {
            if (batch.isEmpty()) {
                throw new MetaTransformerException(
                        ErrorCode.EMPTY_INPUT, "a batch holds at least one sequence");
            }
            List<Features> features = new ArrayList<>();
            for (int item = 0; item < batch.size(); item++) {
                check(item, batch.get(item));
            }
            batch.forEach(sequence -> features.add(echo(sequence)));
            return List.copyOf(features);
        }

        private void check(int item, TokenSequence sequence) {
            if (sequence.width() != width) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "item " + item + ": width " + sequence.width() + ", expected " + width);
            }
            if (sequence.length() > maxTokens) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "item "
                                + item
                                + ": "
                                + sequence.length()
                                + " tokens, at most "
                                + maxTokens);
            }
            checkFinite(item, sequence.tokens());
            sequence.positions().ifPresent(positions -> checkFinite(item, positions));
        }

        private static void checkFinite(int item, Tensor tensor) {
            FloatBuffer values = tensor.data();
            while (values.hasRemaining()) {
                float value = values.get();
                if (!Float.isFinite(value)) {
                    throw new MetaTransformerException(
                            ErrorCode.NON_FINITE, "item " + item + ": " + value + " in the tokens");
                }
            }
        }

        private Features echo(TokenSequence sequence) {
            float[] values = sequence.tokens().toArray();
            if (sequence.positions().isPresent()) {
                float[] positions = sequence.positions().get().toArray();
                for (int block = 0; block < blocks; block++) {
                    for (int i = 0; i < values.length; i++) {
                        values[i] += positions[i];
                    }
                }
            }
            return Features.of(Tensor.of(values, sequence.length(), width), sequence.segments());
        }

        @Override
        public void close() {
            lifetime.end(() -> {});
        }
    }
}
