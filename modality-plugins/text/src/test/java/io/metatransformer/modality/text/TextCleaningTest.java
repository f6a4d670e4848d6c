package io.metatransformer.modality.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the golden texts leave open; expected values are those of ftfy 6.3.1 and CPython's lower(). */
class TextCleaningTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "\u03a3' \u0391\u03a3. \u0391'\u03a3 \u0391\u03a3'\u0391 \u0391\u00ad\u03a3 -> \u03c3' \u03b1\u03c2. \u03b1'\u03c2 \u03b1\u03c3'\u03b1 \u03b1\u00ad\u03c2",
                "\ufb05 \ufb06 \u0149 \u01c5 -> \u017ft st 'n d\u017e",
                "\uff21\uff22\uff11 \uff8a\uff9e\uff76 \uffe6 -> ab1 \u30d0\u30ab \u20a9",
                "\u201ca\u201e \u2018b\u201a \u02bcc \u2032d -> \"a\" 'b' 'c \u2032d",
                "a\u0000b\u0007c\u007fd\ufeffe\u206af\ufff9g -> abcdefg",
                "x\u001b[31;1my\u001b[0mz -> xyz",
                "a\u200bb \u00adc \u2003\u202fd -> a\u200bb \u00adc d",
                "e\u0301 -> \u00e9",
                "\u0130 \u017f \u212a -> i\u0307 \u017f k",
                "<b>&amp;lt;i&gt;</b> -> <b><i></b>",
                "&amp;amp;amp;amp;lt; -> <",
            })
    void odd_characters_become_what_clip_reads(String text, String clean) {
        assertEquals(clean, new TextCleaning(true).clean(text));
    }

    @Test
    void text_that_was_read_in_the_wrong_charset_is_read_anew_unless_told_not_to() {
        assertEquals(
                "caf\u00e9 \u201cx\u201d".replace('\u201c', '"').replace('\u201d', '"'),
                new TextCleaning(true)
                        .clean("caf\u00c3\u00a9 \u00e2\u20ac\u0153x\u00e2\u20ac\u009d"));
        assertEquals("caf\u00e3\u00a9", new TextCleaning(false).clean("caf\u00c3\u00a9"));
    }

    @Test
    void halves_of_a_pair_are_replaced() {
        assertEquals(
                "a\ufffdb \ud83d\ude00", new TextCleaning(true).clean("a\ud83db \ud83d\ude00"));
    }
}
