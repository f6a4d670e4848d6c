package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an open tokenizer promises of inputs that it does not read. */
abstract class TokenizerRefusalContract extends TokenizerSessionContract {
    private static final int MAX_SAMPLE_BYTES = 1 << 26;

    @Test
    void no_bytes_are_refused_as_empty() {
        try (TokenizerSession session = open()) {
            Refused.with(
                    ErrorCode.EMPTY_INPUT,
                    "no bytes",
                    () -> session.tokenize(Input.of(modality(), new byte[0])));
        }
    }

    @Test
    void bytes_of_no_format_are_refused() {
        try (TokenizerSession session = open()) {
            Refused.with(
                    refusalsOfOtherBytes(),
                    "bytes of no format",
                    () -> session.tokenize(Input.of(modality(), DamagedInputs.otherBytes())));
        }
    }

    @Test
    void a_file_that_is_not_there_is_refused(@TempDir Path folder) {
        try (TokenizerSession session = open()) {
            Refused.naming(
                    "gone.bin",
                    ErrorCode.IO_ERROR,
                    "no such file",
                    () -> session.tokenize(Input.of(modality(), folder.resolve("gone.bin"))));
        }
    }

    @Test
    void an_input_past_a_limit_is_refused_and_not_cut() {
        assumeTrue(tooLarge().isPresent(), "no input is too large for this tokenizer");
        try (TokenizerSession session = open()) {
            Refused.with(
                    ErrorCode.LIMIT_EXCEEDED,
                    "an input past a limit",
                    () -> session.tokenize(tooLarge().get()));
        }
    }

    @Test
    void options_of_a_request_are_checked() {
        Input sample = samples().get(0);
        try (TokenizerSession session = open()) {
            OptionPromises.areCheckedOnRequest(
                    service().options(), options -> session.tokenize(sample.withOptions(options)));
        }
    }

    @Test
    void damaged_bytes_are_read_or_refused_as_the_callers_fault() {
        try (TokenizerSession session = open()) {
            for (Input sample : samples()) {
                if (sample.tensor().isEmpty()) {
                    byte[] whole = new byte[sample.bytes(MAX_SAMPLE_BYTES).remaining()];
                    sample.bytes(MAX_SAMPLE_BYTES).get(whole);
                    DamagedInputs.of(
                            whole,
                            (how, bytes) -> readOrRefuse(session, sample + " " + how, bytes));
                }
            }
        }
    }

    private void readOrRefuse(TokenizerSession session, String what, byte[] bytes) {
        try {
            TokenSequence tokens = session.tokenize(Input.of(modality(), bytes));
            assertEquals(width(), tokens.width(), what);
            Finite.check(what, tokens.tokens());
        } catch (MetaTransformerException refusal) {
            assertEquals(ErrorCode.Turn.CALLER, refusal.code().turn(), () -> what + ": " + refusal);
            Refused.checkMessage(refusal);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + " is answered with " + e, e);
        }
    }

    @Test
    void a_refusal_leaves_the_session_as_it_was() {
        Input sample = samples().get(0);
        try (TokenizerSession session = open()) {
            TokenSequence before = session.tokenize(sample);
            Refused.with(
                    ErrorCode.EMPTY_INPUT,
                    "no bytes",
                    () -> session.tokenize(Input.of(modality(), new byte[0])));

            SameTokens.check("after a refusal", before, session.tokenize(sample));
        }
    }
}
