package io.metatransformer.modality.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.testkit.Mutations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFuzzTest {
    private static final Vocabulary MINI = GoldenTexts.miniVocabulary();
    private static final List<byte[]> TEXTS =
            List.of(
                    bytes("It's 2 caf\u00e9s &amp; a &lt;cat&gt; <|endoftext|> &#x1F600;"),
                    bytes(
                            "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \ufb01 \uff21\uff9e \u001b[1m&#233 &notit; Ã©\r\n"),
                    bytes(
                            "{\"text\":\"a \\ud83d\\ude00 b\",\"id\":[1,{\"x\":null}]}\n{\"text\":\"c\"}\n"),
                    bytes("[\"one\", {\"text\": \"two\"}]"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "replace"})
    void broken_texts_are_read_or_refused(String malformed) {
        Options options =
                Options.of(TextOptions.declared(), Map.of("malformed_text", malformed, "row", 0));

        new Mutations(41, TEXTS)
                .allAreReadOrRefused(
                        broken -> {
                            String text = TextFile.read(Input.of(Modality.TEXT, broken), options);
                            String clean = new TextCleaning(true).clean(text);
                            TextIds ids = TextIds.of(MINI, clean, true, 77);
                            assertTrue(ids.ids().length >= 2 && ids.ids().length <= 77);
                        });
    }

    @Test
    void broken_vocabularies_are_read_or_refused() {
        String json =
                "{\"model\":{\"type\":\"BPE\",\"end_of_word_suffix\":\"</w>\",\"vocab\":{\"!\":0,\"\\\"\":1},"
                        + "\"merges\":[\"a b\",[\"c\",\"d\"]]},\"added_tokens\":[{\"id\":2,\"content\":\"<|startoftext|>\"}]}";
        List<byte[]> files = List.of(bytes("#version: 0.2\na b\nab c</w>\nc d\n"), bytes(json));

        new Mutations(43, files)
                .allAreReadOrRefused(
                        broken -> VocabularyFile.read("fuzz", ByteBuffer.wrap(broken), 517));
    }
}
