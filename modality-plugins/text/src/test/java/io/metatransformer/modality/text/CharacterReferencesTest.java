package io.metatransformer.modality.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterReferencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "&eacute;t&eacute -> été",
                "&notit; -> ¬it;",
                "&notin; -> ∉",
                "&ampamp; -> &amp;",
                "&NotEqualTilde; -> \u2242\u0338",
                "&unknown; & &; -> &unknown; & &;",
                "&#233; &#233 &#xE9; &#XE9x -> é é é éx",
                "&#0; &#xD800; &#1114112; &#99999999999999999999; -> \ufffd \ufffd \ufffd \ufffd",
                "&#128;&#x93;&#129; -> €“\u0081",
                "a&#1;b&#xFFFE;c&#127;d&#xFDD0;e -> abcde",
                "&#x; &#; -> &#x; &#;",
                "&amp;lt; -> &lt;",
            })
    void references_are_read_as_html_5_says(String written, String meant) {
        assertEquals(meant, CharacterReferences.replaceAll(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "&eacute;t&eacute -> ét&eacute",
                "&NTILDE; &Ntilde; -> Ñ Ñ",
                "&notit; -> &notit;",
                "&#233;&#233 -> é&#233",
                "&#59; -> &#59;",
            })
    void only_closed_references_are_read_where_text_is_repaired(String written, String meant) {
        assertEquals(meant, CharacterReferences.replaceClosed(written));
    }
}
