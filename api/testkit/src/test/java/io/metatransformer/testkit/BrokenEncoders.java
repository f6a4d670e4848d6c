package io.metatransformer.testkit;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.testkit.doubles.EchoEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Encoders that break a promise each. */
final class BrokenEncoders {
    private BrokenEncoders() {}

    static Stream<Arguments> all() {
        return Stream.concat(wrongAnswers(), wrongRefusals());
    }

    private static Stream<Arguments> wrongAnswers() {
        return Stream.of(
                arguments(
                        "features_have_the_rows_and_segments_of_their_tokens",
                        results(BrokenEncoders::oneRow)),
                arguments(
                        "features_have_the_rows_and_segments_of_their_tokens",
                        results(f -> filled(f, Float.NaN))),
                arguments(
                        "a_ragged_batch_gives_each_what_it_gets_alone_in_the_same_order",
                        new Forwarding() {
                            @Override
                            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                                List<Features> turned = new ArrayList<>(good.encode(batch));
                                Collections.reverse(turned);
                                return turned;
                            }
                        }),
                arguments(
                        "the_order_of_a_batch_is_no_matter_to_its_items",
                        new Forwarding() {
                            @Override
                            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                                List<Features> all = new ArrayList<>(good.encode(batch));
                                all.set(0, filled(all.get(0), 0));
                                return all;
                            }
                        }),
                arguments(
                        "no_item_sees_what_its_neighbour_holds",
                        new Forwarding() {
                            @Override
                            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                                float last = batch.get(batch.size() - 1).tokens().data().get(0);
                                return good.encode(batch).stream()
                                        .map(f -> filled(f, last))
                                        .toList();
                            }
                        }),
                arguments(
                        "equal_batches_give_equal_features_bit_for_bit",
                        new Forwarding() {
                            private int calls;

                            @Override
                            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                                calls++;
                                return good.encode(batch).stream()
                                        .map(f -> filled(f, calls * 1e-9f))
                                        .toList();
                            }
                        }),
                arguments(
                        "positions_of_zero_are_no_positions",
                        new Forwarding() {
                            @Override
                            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                                return good.encode(batch).stream()
                                        .map(
                                                f ->
                                                        batch.get(0).positions().isPresent()
                                                                ? filled(f, 1)
                                                                : f)
                                        .toList();
                            }
                        }),
                arguments(
                        "positions_are_added_before_every_block_and_not_only_once",
                        new Forwarding() {
                            @Override
                            public EncoderSession open(ModelPart part) {
                                return super.open(
                                        ModelPart.of(
                                                "x",
                                                part.width(),
                                                Map.of("blocks", 1),
                                                part.weights()));
                            }
                        }),
                arguments(
                        "positions_are_added_before_every_block_and_not_only_once",
                        new Forwarding() {
                            @Override
                            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                                return good.encode(
                                        batch.stream()
                                                .map(
                                                        t ->
                                                                TokenSequence.of(
                                                                        t.tokens(), t.segments()))
                                                .toList());
                            }
                        }),
                arguments("every_token_of_a_sequence_counts", results(f -> filled(f, f.length()))),
                arguments(
                        "many_threads_may_encode_at_once",
                        new Forwarding() {
                            private final AtomicInteger inside = new AtomicInteger();

                            @Override
                            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                                inside.incrementAndGet();
                                TokenEdits.pause();
                                int callers = inside.get();
                                inside.decrementAndGet();
                                return good.encode(batch).stream()
                                        .map(f -> filled(f, callers))
                                        .toList();
                            }
                        }));
    }

    private static Stream<Arguments> wrongRefusals() {
        return Stream.of(
                arguments(
                        "the_encoder_is_found_and_its_options_are_well_declared",
                        new Forwarding() {
                            @Override
                            public List<Option> options() {
                                return List.of(Option.flag("x", true, ""));
                            }
                        }),
                arguments(
                        "opening_checks_options",
                        new Forwarding() {
                            @Override
                            public EncoderSession open(ModelPart part) {
                                return super.open(EchoEncoder.part(part.width()));
                            }
                        }),
                arguments("a_folder_that_is_no_model_is_refused", new Forwarding()),
                arguments("no_sequences_are_refused", answering(ErrorCode.EMPTY_INPUT)),
                arguments(
                        "another_width_is_refused_wherever_it_stands_in_the_batch",
                        answering(ErrorCode.SHAPE_MISMATCH)),
                arguments(
                        "tokens_and_positions_that_are_no_numbers_are_refused",
                        answering(ErrorCode.NON_FINITE)),
                arguments(
                        "a_sequence_past_the_limit_is_refused_and_not_cut",
                        answering(ErrorCode.LIMIT_EXCEEDED)),
                arguments(
                        "what_was_closed_says_so_and_closing_twice_does_nothing",
                        answering(ErrorCode.CLOSED)),
                arguments(
                        "closing_lets_calls_under_way_come_to_their_end",
                        new Forwarding() {
                            private volatile boolean freed;

                            @Override
                            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                                List<Features> all = good.encode(batch);
                                TokenEdits.pause();
                                return all.stream().map(f -> freed ? filled(f, 0) : f).toList();
                            }

                            @Override
                            void close(EncoderSession good) {
                                freed = true;
                                good.close();
                            }
                        }));
    }

    private static Encoder results(UnaryOperator<Features> change) {
        return new Forwarding() {
            @Override
            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                return good.encode(batch).stream().map(change).toList();
            }
        };
    }

    /** Answers with something where {@code code} is due. */
    private static Encoder answering(ErrorCode code) {
        return new Forwarding() {
            @Override
            List<Features> encode(EncoderSession good, List<TokenSequence> batch) {
                try {
                    return good.encode(batch);
                } catch (MetaTransformerException e) {
                    if (e.code() != code) {
                        throw e;
                    }
                    return batch.stream().map(t -> Features.of(t.tokens(), t.segments())).toList();
                }
            }
        };
    }

    private static Features filled(Features like, float value) {
        return Features.of(
                Tensor.of(
                        TokenEdits.repeated(like.length() * like.width(), value),
                        like.length(),
                        like.width()),
                like.segments());
    }

    private static Features oneRow(Features like) {
        TokenSequence row = SeededRows.series(1, like.width(), 1);
        return Features.of(row.tokens(), row.segments());
    }

    /** A good encoder, of which a subclass breaks one promise. */
    private static class Forwarding implements Encoder {
        private final Encoder good = new EchoEncoder();

        @Override
        public String name() {
            return good.name();
        }

        @Override
        public List<Option> options() {
            return good.options();
        }

        @Override
        public EncoderSession open(ModelPart part) {
            EncoderSession session = good.open(part);
            return new EncoderSession() {
                @Override
                public int width() {
                    return session.width();
                }

                @Override
                public int maxTokens() {
                    return session.maxTokens();
                }

                @Override
                public List<Features> encode(List<TokenSequence> batch) {
                    return Forwarding.this.encode(session, batch);
                }

                @Override
                public void close() {
                    Forwarding.this.close(session);
                }
            };
        }

        List<Features> encode(EncoderSession session, List<TokenSequence> batch) {
            return session.encode(batch);
        }

        void close(EncoderSession session) {
            session.close();
        }
    }
}
