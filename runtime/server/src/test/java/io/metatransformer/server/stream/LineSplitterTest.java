package io.metatransformer.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
    private static final int LONGEST = 5;

    /** What came out, and how many bytes of it were kept. */
    private static final class Heard implements LineSplitter.Lines {
        private final List<String> lines = new ArrayList<>();
        private int dropped;

        @Override
        public void line(long number, byte[] line) {
            lines.add(number + ":" + new String(line, StandardCharsets.US_ASCII));
        }

        @Override
        public void tooLong(long number) {
            lines.add(number + " too long");
        }

        @Override
        public void dropped(int bytes) {
            dropped += bytes;
        }
    }

    private static Heard split(String... pieces) {
        Heard heard = new Heard();
        LineSplitter splitter = new LineSplitter(LONGEST, heard);
        for (String piece : pieces) {
            splitter.add(piece.getBytes(StandardCharsets.US_ASCII));
        }
        splitter.end();
        return heard;
    }

    @Test
    void the_last_line_needs_no_end() {
        assertEquals(List.of("1:a", "2:b"), split("a\nb").lines);
        assertEquals(List.of("1:a", "2:b"), split("a\nb\n").lines);
        assertEquals(List.of("1:", "2:a"), split("\na").lines);
        assertEquals(List.of(), split("").lines);
    }

    @Test
    void a_line_that_is_too_long_is_passed_over() {
        Heard heard = split("12345\n1234", "56", "7\nab\n123456");

        assertEquals(List.of("1:12345", "2 too long", "3:ab", "4 too long"), heard.lines);
        assertEquals(1 + 7 + 1 + 1 + 6, heard.dropped);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void how_a_body_is_cut_into_pieces_makes_no_difference(int seed) {
        Random random = new Random(seed);
        String body = "12345\n\n123456\nab\r\n1\n\n\n1234567890\nend";
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < body.length(); ) {
            int to = Math.min(body.length(), at + 1 + random.nextInt(5));
            pieces.add(body.substring(at, to));
            at = to;
        }

        Heard whole = split(body);
        Heard cut = split(pieces.toArray(String[]::new));

        assertEquals(whole.lines, cut.lines);
        assertEquals(whole.dropped, cut.dropped);
    }
}
