package io.metatransformer.testkit;

import static io.metatransformer.testkit.TokenEdits.filled;
import static io.metatransformer.testkit.TokenEdits.tokens;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokenizers that break a promise of inputs that they do not read. */
final class BrokenTokenizerRefusals {
    private BrokenTokenizerRefusals() {}

    static Stream<Arguments> all() {
        return Stream.of(
                arguments("no_bytes_are_refused_as_empty", reading(ErrorCode.EMPTY_INPUT)),
                arguments("bytes_of_no_format_are_refused", reading(ErrorCode.UNSUPPORTED_FORMAT)),
                arguments("a_file_that_is_not_there_is_refused", reading(ErrorCode.IO_ERROR)),
                arguments(
                        "an_input_past_a_limit_is_refused_and_not_cut",
                        reading(ErrorCode.LIMIT_EXCEEDED)),
                arguments(
                        "options_of_a_request_are_checked",
                        new ForwardingTokenizer() {
                            @Override
                            TokenSequence tokenize(TokenizerSession session, Input input) {
                                return session.tokenize(input.withOptions(Map.of()));
                            }
                        }),
                arguments(
                        "damaged_bytes_are_read_or_refused_as_the_callers_fault",
                        failing(e -> new NumberFormatException(e.getMessage()))),
                arguments(
                        "damaged_bytes_are_read_or_refused_as_the_callers_fault",
                        failing(e -> new StackOverflowError())),
                arguments(
                        "damaged_bytes_are_read_or_refused_as_the_callers_fault",
                        failing(
                                e ->
                                        new MetaTransformerException(
                                                ErrorCode.INTERNAL, e.getMessage()))),
                arguments(
                        "damaged_bytes_are_read_or_refused_as_the_callers_fault",
                        failing(
                                e ->
                                        new MetaTransformerException(
                                                e.code(), e.getMessage() + "\nsecond line"))),
                arguments(
                        "a_refusal_leaves_the_session_as_it_was",
                        new ForwardingTokenizer() {
                            private boolean refused;

                            @Override
                            TokenSequence tokenize(TokenizerSession session, Input input) {
                                try {
                                    TokenSequence t = session.tokenize(input);
                                    return refused ? tokens(t, filled(t, 0)) : t;
                                } catch (MetaTransformerException e) {
                                    refused = true;
                                    throw e;
                                }
                            }
                        }));
    }

    /** Answers with tokens of something else where {@code code} is due. */
    private static Tokenizer reading(ErrorCode code) {
        return new ForwardingTokenizer() {
            @Override
            TokenSequence tokenize(TokenizerSession session, Input input) {
                try {
                    return session.tokenize(input);
                } catch (MetaTransformerException e) {
                    if (e.code() != code) {
                        throw e;
                    }
                    return session.tokenize(NumbersTokenizer.input(1));
                }
            }
        };
    }

    private interface Fault {
        Throwable insteadOf(MetaTransformerException e);
    }

    /** Fails in another way where damaged numbers are due to be refused as malformed. */
    private static Tokenizer failing(Fault fault) {
        return new ForwardingTokenizer() {
            @Override
            TokenSequence tokenize(TokenizerSession session, Input input) {
                try {
                    return session.tokenize(input);
                } catch (MetaTransformerException e) {
                    Throwable instead = fault.insteadOf(e);
                    if (instead instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) instead;
                }
            }
        };
    }
}
