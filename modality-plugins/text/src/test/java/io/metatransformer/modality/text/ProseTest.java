package io.metatransformer.modality.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProseTest {

    private static boolean isProse(String text) {
        return Prose.is(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a photo of a cat",
                "\uFEFF\"Well,\" she said; \"it cost 1,234 pounds?\"\nNobody knew.",
                "Hope is the thing with feathers\nThat perches in the soul,\n",
                "\u041a\u043e\u0448\u043a\u0430 \u0441\u0438\u0434\u0438\u0442, \u043d\u0430 \u043a\u043e\u0432\u0440\u0438\u043a\u0435.",
                "\u4e00\u53ea\u732b\u5750\u5728\u57ab\u5b50\u4e0a\u3002",
                "\u090f\u0915 \u092c\u093f\u0932\u094d\u0932\u0940 \u091a\u091f\u093e\u0908 \u092a\u0930 \u092c\u0948\u0920\u0940 \u0939\u0948",
            })
    void words_and_sentences_are_text(String text) {
        assertTrue(isProse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n ",
                "word",
                "{\"text\": \"a photo of a cat\"}",
                "date,temperature,relative humidity\n2020-01-01,3,4\n",
                "name;street name;town of birth\nsmith;main street;york",
                "first name\tlast name\n",
                "0.1 0.2 0.3\n0.4 0.5 0.6\n",
                "x y z\n0.1 0.2 0.3\n",
                "ply\nformat ascii 1.0\nelement vertex 8\nproperty float x\nend_header\n",
                "ENVI\nsamples = 3\nlines = 4\n",
                "VERSION .7\nFIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nCOUNT 1 1 1\nWIDTH 213\n",
                "# .PCD v0.7 - Point Cloud Data file format\n",
                "<p>some words in a page</p>",
                "some words = value\n",
            })
    void other_formats_of_text_are_not(String text) {
        assertFalse(isProse(text));
    }

    @Test
    void a_letter_that_the_head_cuts_in_two_is_no_doubt() {
        byte[] bytes = "so many caf\u00e9".getBytes(StandardCharsets.UTF_8);

        assertTrue(Prose.is(ByteBuffer.wrap(bytes, 0, bytes.length - 1)));
        assertFalse(Prose.is(ByteBuffer.wrap(new byte[] {'a', ' ', 'b', (byte) 0xff, 'c'})));
    }
}
