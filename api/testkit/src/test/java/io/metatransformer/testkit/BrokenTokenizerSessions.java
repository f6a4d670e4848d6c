package io.metatransformer.testkit;

import static io.metatransformer.testkit.TokenEdits.filled;
import static io.metatransformer.testkit.TokenEdits.named;
import static io.metatransformer.testkit.TokenEdits.pause;
import static io.metatransformer.testkit.TokenEdits.tokens;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Backdrop.Picture;
import io.metatransformer.api.Input;
import io.metatransformer.api.Preview;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokenizers that break a promise of inputs that they read. */
final class BrokenTokenizerSessions {
    private BrokenTokenizerSessions() {}

    static Stream<Arguments> all() {
        String shape = "samples_become_finite_tokens_of_the_encoders_width_in_one_segment";
        String drawn = "what_is_drawn_for_a_person_is_a_picture_and_takes_nothing_from_the_tokens";
        return Stream.of(
                arguments(drawn, drawing(Preview.png(new byte[9], "no signature"))),
                arguments(drawn, drawing(Preview.svg("<svg>", "not well-formed"))),
                arguments(drawn, drawing(Preview.svg("<g/>", "another root"))),
                arguments(drawn, drawing(Preview.svg("<svg/>", "two\nlines"))),
                arguments(drawn, drawing(Preview.svg("<svg><script/></svg>", "runs something"))),
                arguments(
                        drawn,
                        drawing(
                                Preview.svg(
                                        "<svg><image href='http://example.org/a.png'/></svg>",
                                        "asks for something from outside"))),
                arguments(drawn, standing(new Picture(65, 1, 65, 1, ByteBuffer.allocate(195)))),
                arguments(drawn, standing(new Picture(40, 40, 40, 80, ByteBuffer.allocate(4800)))),
                arguments(shape, giving(t -> tokens(t, t.tokens().reshape(t.width(), t.length())))),
                arguments(shape, giving(t -> tokens(t, filled(t, Float.NaN)))),
                arguments(shape, giving(t -> t.withPositions(filled(t, Float.NaN)))),
                arguments(shape, giving(t -> TokenSequence.concat(List.of(t, t)))),
                arguments(shape, giving(t -> named(t, "/home/somebody/secret.txt"))),
                arguments(
                        "equal_inputs_give_equal_tokens_bit_for_bit_in_any_session",
                        new ForwardingTokenizer() {
                            @Override
                            TokenSequence tokenize(TokenizerSession session, Input input) {
                                TokenSequence t = session.tokenize(input);
                                return tokens(t, filled(t, System.identityHashCode(session)));
                            }
                        }),
                arguments(
                        "a_request_leaves_no_trace_for_the_next",
                        new ForwardingTokenizer() {
                            private int calls;

                            @Override
                            TokenSequence tokenize(TokenizerSession session, Input input) {
                                TokenSequence t = session.tokenize(input);
                                return tokens(t, filled(t, calls++));
                            }
                        }),
                arguments(
                        "many_threads_may_read_at_once",
                        new ForwardingTokenizer() {
                            private final AtomicInteger inside = new AtomicInteger();

                            @Override
                            TokenSequence tokenize(TokenizerSession session, Input input) {
                                TokenSequence t = session.tokenize(input);
                                inside.incrementAndGet();
                                pause();
                                int callers = inside.get();
                                inside.decrementAndGet();
                                return tokens(t, filled(t, callers));
                            }
                        }),
                arguments(
                        "a_file_and_bytes_anywhere_in_memory_give_what_an_array_gives",
                        new ForwardingTokenizer() {
                            @Override
                            TokenSequence tokenize(TokenizerSession session, Input input) {
                                TokenSequence t = session.tokenize(input);
                                return input.path().isPresent() ? tokens(t, filled(t, 1)) : t;
                            }
                        }),
                arguments(
                        "what_was_closed_says_so_and_closing_twice_does_nothing",
                        new ForwardingTokenizer() {
                            @Override
                            void close(TokenizerSession session) {
                                // and goes on as before
                            }
                        }),
                arguments(
                        "what_was_closed_says_so_and_closing_twice_does_nothing",
                        new ForwardingTokenizer() {
                            private boolean closed;

                            @Override
                            void close(TokenizerSession session) {
                                if (closed) {
                                    throw new IllegalStateException("closed twice");
                                }
                                closed = true;
                                session.close();
                            }
                        }),
                arguments(
                        "closing_lets_calls_under_way_come_to_their_end",
                        new ForwardingTokenizer() {
                            private volatile boolean freed;

                            @Override
                            TokenSequence tokenize(TokenizerSession session, Input input) {
                                TokenSequence t = session.tokenize(input);
                                pause();
                                return freed ? tokens(t, filled(t, 0)) : t;
                            }

                            @Override
                            void close(TokenizerSession session) {
                                freed = true;
                                session.close();
                            }
                        }));
    }

    private interface Change {
        TokenSequence of(TokenSequence tokens);
    }

    private static Tokenizer giving(Change change) {
        return new ForwardingTokenizer() {
            @Override
            TokenSequence tokenize(TokenizerSession session, Input input) {
                return change.of(session.tokenize(input));
            }
        };
    }

    private static Tokenizer standing(Backdrop backdrop) {
        return new ForwardingTokenizer() {
            @Override
            Optional<Backdrop> backdrop(TokenizerSession session, Input input, int side) {
                return Optional.of(backdrop);
            }
        };
    }

    private static Tokenizer drawing(Preview preview) {
        return new ForwardingTokenizer() {
            @Override
            Optional<Preview> preview(TokenizerSession session, Input input) {
                return Optional.of(preview);
            }
        };
    }
}
