package io.metatransformer.testkit;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainableTokenizer;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokenizers that break a promise of how they learn. */
final class BrokenTokenizerTrainings {
    private BrokenTokenizerTrainings() {}

    static Stream<Arguments> all() {
        AtomicInteger steps = new AtomicInteger();
        return Stream.of(
                arguments(
                        "training_makes_of_inputs_the_tokens_that_a_session_makes",
                        learning(
                                good ->
                                        new Forwarding(good) {
                                            @Override
                                            public List<TokenSequence> tokenize(
                                                    List<PreparedInput> batch) {
                                                return super.tokenize(batch).stream()
                                                        .map(BrokenTokenizerTrainings::zero)
                                                        .toList();
                                            }
                                        })),
                arguments(
                        "a_step_moves_each_weight_against_its_gradient",
                        learning(
                                good ->
                                        new Forwarding(good) {
                                            @Override
                                            double rate(double given) {
                                                return -given;
                                            }
                                        })),
                arguments(
                        "equal_steps_give_equal_weights_bit_for_bit",
                        learning(
                                good ->
                                        new Forwarding(good) {
                                            @Override
                                            double rate(double given) {
                                                return given * steps.incrementAndGet();
                                            }
                                        })),
                arguments(
                        "a_session_opens_with_the_weights_that_were_learnt",
                        learning(
                                good ->
                                        new Forwarding(good) {
                                            private final Weights first = good.weights();

                                            @Override
                                            public Weights weights() {
                                                return first;
                                            }
                                        })),
                arguments(
                        "a_training_goes_on_where_its_state_was_taken_bit_for_bit",
                        learning(
                                good ->
                                        new Forwarding(good) {
                                            @Override
                                            public void restore(Weights state) {
                                                // and goes on as before
                                            }
                                        })),
                arguments(
                        "training_refuses_what_a_session_refuses",
                        learning(
                                good ->
                                        new Forwarding(good) {
                                            @Override
                                            public PreparedInput prepare(Input input) {
                                                try {
                                                    return super.prepare(input);
                                                } catch (MetaTransformerException refusal) {
                                                    return super.prepare(NumbersTokenizer.input(0));
                                                }
                                            }
                                        })));
    }

    private static TokenSequence zero(TokenSequence tokens) {
        float[] zeros = new float[tokens.tokens().elements()];
        return TokenSequence.of(Tensor.of(zeros, tokens.tokens().shape()), tokens.segments());
    }

    private static Tokenizer learning(UnaryOperator<TokenizerTraining> broken) {
        return new Learning(broken);
    }

    private static final class Learning extends ForwardingTokenizer implements TrainableTokenizer {
        private final UnaryOperator<TokenizerTraining> broken;

        Learning(UnaryOperator<TokenizerTraining> broken) {
            this.broken = broken;
        }

        @Override
        public TokenizerTraining train(ModelPart start, TrainingRules rules) {
            return broken.apply(new NumbersTokenizer().train(start, rules));
        }
    }

    private static class Forwarding implements TokenizerTraining {
        private final TokenizerTraining good;

        Forwarding(TokenizerTraining good) {
            this.good = good;
        }

        double rate(double given) {
            return given;
        }

        @Override
        public PreparedInput prepare(Input input) {
            return good.prepare(input);
        }

        @Override
        public List<TokenSequence> tokenize(List<PreparedInput> batch) {
            return good.tokenize(batch);
        }

        @Override
        public List<TokenSequence> forward(List<PreparedInput> batch, long seed) {
            return good.forward(batch, seed);
        }

        @Override
        public void step(
                List<PreparedInput> batch,
                List<TokenGradient> gradients,
                double learningRate,
                long seed) {
            good.step(batch, gradients, rate(learningRate), seed);
        }

        @Override
        public Weights weights() {
            return good.weights();
        }

        @Override
        public Weights state() {
            return good.state();
        }

        @Override
        public void restore(Weights state) {
            good.restore(state);
        }

        @Override
        public void close() {
            good.close();
        }
    }
}
