package io.metatransformer.core;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.Features;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.testkit.doubles.EchoEncoder;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Doubles that do one thing differently from those of the testkit, and count their open sessions. */
final class Overridden {
    private Overridden() {}

    /** An encoder whose {@code encode} is another. */
    static final class EncoderDouble implements Encoder {
        private final EchoEncoder echo = new EchoEncoder();
        private final BiFunction<EncoderSession, List<TokenSequence>, List<Features>> encode;
        final AtomicInteger open = new AtomicInteger();

        EncoderDouble(BiFunction<EncoderSession, List<TokenSequence>, List<Features>> encode) {
            this.encode = encode;
        }

        @Override
        public String name() {
            return echo.name();
        }

        @Override
        public List<Option> options() {
            return echo.options();
        }

        @Override
        public EncoderSession open(ModelPart part) {
            EncoderSession inner = echo.open(part);
            open.incrementAndGet();
            return new EncoderSession() {
                @Override
                public int width() {
                    return inner.width();
                }

                @Override
                public int maxTokens() {
                    return inner.maxTokens();
                }

                @Override
                public List<Features> encode(List<TokenSequence> batch) {
                    boolean warmUp =
                            batch.get(0).segments().get(0).modality().id().equals("warm-up");
                    return warmUp ? inner.encode(batch) : encode.apply(inner, batch);
                }

                @Override
                public void close() {
                    inner.close();
                    open.decrementAndGet();
                }
            };
        }
    }

    /** A tokenizer of weightless numbers whose {@code tokenize} is another. */
    static final class TokenizerDouble implements Tokenizer {
        private final NumbersTokenizer numbers;
        private final BiFunction<TokenizerSession, Input, TokenSequence> tokenize;
        final AtomicInteger open = new AtomicInteger();

        TokenizerDouble(
                Modality modality, BiFunction<TokenizerSession, Input, TokenSequence> tokenize) {
            this.numbers = new NumbersTokenizer(modality);
            this.tokenize = tokenize;
        }

        @Override
        public Modality modality() {
            return numbers.modality();
        }

        @Override
        public List<String> mediaTypes() {
            return List.of("application/x-" + modality());
        }

        @Override
        public boolean recognises(ByteBuffer head) {
            return head.remaining() > 0 && head.get(head.position()) == '!';
        }

        @Override
        public List<Option> options() {
            return numbers.options();
        }

        @Override
        public List<WeightSpec> weights(Options options, int width) {
            return List.of();
        }

        @Override
        public TokenizerSession open(ModelPart part) {
            float[] ones = new float[part.width()];
            Arrays.fill(ones, 1);
            TokenizerSession inner = numbers.open(NumbersTokenizer.part(ones));
            open.incrementAndGet();
            return new TokenizerSession() {
                @Override
                public int width() {
                    return inner.width();
                }

                @Override
                public int maxTokens() {
                    return inner.maxTokens();
                }

                @Override
                public TokenSequence tokenize(Input input) {
                    return tokenize.apply(inner, input);
                }

                @Override
                public void close() {
                    inner.close();
                    open.decrementAndGet();
                }
            };
        }
    }
}
