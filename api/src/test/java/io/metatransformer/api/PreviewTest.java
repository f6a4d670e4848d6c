package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class PreviewTest {

    @Test
    void holds_what_it_was_given_and_nobody_writes_or_moves_it() {
        Preview preview = Preview.png(new byte[] {1, 2, 3}, "three bytes");

        preview.bytes().get();

        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), preview.bytes());
        assertThrows(ReadOnlyBufferException.class, () -> preview.bytes().put((byte) 4));
    }

    @Test
    void a_drawing_in_svg_is_utf_8() {
        Preview preview = Preview.svg("<svg>\u00e9</svg>", "an accent");

        assertEquals(Preview.SVG, preview.mediaType());
        assertEquals((byte) 0xc3, preview.bytes().get(5));
    }

    @Test
    void other_types_none_and_too_many_bytes_are_refused() {
        Refusal.of(
                ErrorCode.UNSUPPORTED_FORMAT,
                () -> new Preview("text/html", ByteBuffer.allocate(1), "a page"));
        Refusal.of(ErrorCode.EMPTY_INPUT, () -> Preview.png(new byte[0], "none"));
        Refusal.of(
                ErrorCode.LIMIT_EXCEEDED,
                () -> Preview.png(new byte[Preview.MAX_BYTES + 1], "one too many"));
    }
}
