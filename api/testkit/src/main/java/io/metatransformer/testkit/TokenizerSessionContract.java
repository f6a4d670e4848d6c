package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an open tokenizer promises of inputs that it reads. */
abstract class TokenizerSessionContract extends TokenizerServiceContract {
    private static final int MAX_SAMPLE_BYTES = 1 << 26;
    private static final int SIDE = 64;

    @Test
    void samples_become_finite_tokens_of_the_encoders_width_in_one_segment() {
        assertFalse(samples().isEmpty(), "a contract needs at least one sample");
        try (TokenizerSession session = open()) {
            assertEquals(width(), session.width());
            for (Input sample : samples()) {
                TokenSequence tokens = session.tokenize(sample);

                assertEquals(width(), tokens.width(), () -> sample + ": width");
                assertTrue(tokens.length() <= session.maxTokens(), () -> sample + ": " + tokens);
                assertEquals(1, tokens.segments().size(), () -> sample + ": segments");
                assertEquals(modality(), tokens.segments().get(0).modality());
                assertEquals(sample.name(), tokens.segments().get(0).origin().name());
                Finite.check("tokens of " + sample, tokens.tokens());
                tokens.positions().ifPresent(p -> Finite.check("positions of " + sample, p));
            }
        }
    }

    @Test
    void what_is_drawn_for_a_person_is_a_picture_and_takes_nothing_from_the_tokens() {
        try (TokenizerSession session = open()) {
            for (Input sample : samples()) {
                TokenSequence before = session.tokenize(sample);

                session.preview(sample).ifPresent(p -> Drawn.check(sample.toString(), p));
                session.backdrop(sample, SIDE)
                        .ifPresent(b -> Drawn.check(sample.toString(), b, SIDE));

                SameTokens.check(sample + " after a preview", before, session.tokenize(sample));
            }
        }
    }

    @Test
    void equal_inputs_give_equal_tokens_bit_for_bit_in_any_session() {
        try (TokenizerSession one = open();
                TokenizerSession other = open()) {
            for (Input sample : samples()) {
                TokenSequence first = one.tokenize(sample);

                SameTokens.check(sample + " again", first, one.tokenize(sample));
                SameTokens.check(sample + " elsewhere", first, other.tokenize(sample));
            }
        }
    }

    @Test
    void a_request_leaves_no_trace_for_the_next() {
        try (TokenizerSession session = open()) {
            for (Input sample : samples()) {
                TokenSequence before = session.tokenize(sample);
                samples().forEach(session::tokenize);

                SameTokens.check(sample + " after others", before, session.tokenize(sample));
            }
        }
    }

    @Test
    void many_threads_may_read_at_once() {
        try (TokenizerSession session = open()) {
            for (Input sample : samples()) {
                TokenSequence alone = session.tokenize(sample);

                ManyThreads.call(
                        () -> session.tokenize(sample),
                        tokens -> SameTokens.check(sample.toString(), alone, tokens));
            }
        }
    }

    @Test
    void a_file_and_bytes_anywhere_in_memory_give_what_an_array_gives(@TempDir Path folder)
            throws IOException {
        try (TokenizerSession session = open()) {
            for (Input sample : samples()) {
                if (sample.tensor().isEmpty()) {
                    ByteBuffer bytes = sample.bytes(MAX_SAMPLE_BYTES);
                    Path file = folder.resolve("sample");
                    write(bytes.duplicate(), file);
                    ByteBuffer within = ByteBuffer.allocateDirect(bytes.remaining() + 14);
                    within.position(7).put(bytes.duplicate()).flip().position(7);
                    TokenSequence expected = session.tokenize(sample);

                    SameTokens.check(
                            sample + " as a file",
                            expected,
                            session.tokenize(as(sample, Input.of(modality(), file))));
                    SameTokens.check(
                            sample + " in direct memory",
                            expected,
                            session.tokenize(as(sample, Input.of(modality(), within))));
                }
            }
        }
    }

    private static Input as(Input sample, Input other) {
        Input named = other.named(sample.name()).withOptions(sample.options());
        return sample.mediaType().map(named::withMediaType).orElse(named);
    }

    private static void write(ByteBuffer bytes, Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    @Test
    void what_was_closed_says_so_and_closing_twice_does_nothing() {
        Input sample = samples().get(0);
        TokenizerSession session = open();
        session.tokenize(sample);

        session.close();
        session.close();

        Refused.with(ErrorCode.CLOSED, "a call after close", () -> session.tokenize(sample));
    }

    @Test
    void closing_lets_calls_under_way_come_to_their_end() {
        Input sample = samples().get(0);
        TokenizerSession session = open();
        TokenSequence expected = session.tokenize(sample);

        ManyThreads.closeUnderWay(
                session,
                () -> session.tokenize(sample),
                tokens -> SameTokens.check(sample.toString(), expected, tokens));
    }
}
