package io.metatransformer.modality.text;

import static io.metatransformer.modality.text.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyFileTest {
    private static final String TEXT = "a cat sat on the café's mat";
    private static final String MINI =
            StandardCharsets.UTF_8.decode(GoldenTexts.bytes("mini_bpe.txt")).toString();

    private static Vocabulary read(String file, int size) {
        return VocabularyFile.read(
                "v", ByteBuffer.wrap(file.getBytes(StandardCharsets.UTF_8)), size);
    }

    private static int[] ids(Vocabulary vocabulary) {
        return TextIds.of(vocabulary, TEXT, true, 1000).ids();
    }

    @Test
    void merges_may_be_gzipped_and_go_on_behind_the_last_that_is_used() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(
                    (MINI + "\nz z\nthis line is never read\n").getBytes(StandardCharsets.UTF_8));
        }

        Vocabulary vocabulary =
                VocabularyFile.read("v", ByteBuffer.wrap(packed.toByteArray()), 774);

        assertArrayEquals(ids(GoldenTexts.miniVocabulary()), ids(vocabulary));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_tokenizer_json_of_the_same_merges_gives_the_same_ids(boolean pairs) {
        Vocabulary vocabulary = read(json(pairs), 774);

        assertEquals(772, vocabulary.start());
        assertEquals(773, vocabulary.end());
        assertArrayEquals(ids(GoldenTexts.miniVocabulary()), ids(vocabulary));
    }

    /** As Hugging Face writes it: merges as texts with a blank, or as pairs. */
    private static String json(boolean pairs) {
        List<String> symbols = new ArrayList<>();
        List<String> merges = new ArrayList<>();
        for (int id = 0; id < 512; id++) {
            String symbol = String.valueOf(ByteAlphabet.character(ByteAlphabet.byteOfId(id % 256)));
            symbols.add(quoted(symbol + (id < 256 ? "" : "</w>")) + ":" + id);
        }
        List<String> lines = MINI.lines().skip(1).limit(260).toList();
        for (String line : lines) {
            String[] parts = line.split(" ");
            symbols.add(quoted(parts[0] + parts[1]) + ":" + (512 + merges.size()));
            merges.add(
                    pairs ? "[" + quoted(parts[0]) + "," + quoted(parts[1]) + "]" : quoted(line));
        }
        symbols.add("\"<|startoftext|>\":772");
        return "{\"version\":\"1.0\",\"added_tokens\":[{\"id\":773,\"content\":\"<|endoftext|>\"}],"
                + "\"model\":{\"type\":\"BPE\",\"end_of_word_suffix\":\"</w>\",\"vocab\":{"
                + String.join(",", symbols)
                + "},\"merges\":["
                + String.join(",", merges)
                + "]}}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Test
    void another_kind_of_tokenizer_is_refused() {
        assertRefused(
                ErrorCode.UNSUPPORTED,
                "byte-pair encoding",
                () -> read("{\"model\":{\"type\":\"WordPiece\",\"vocab\":{}}}", 774));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#version\na b\n",
                "#version\na b c\nab d\n",
                "#version\na b\nab\n",
                "#version\na b\nxy d\n",
                " \n ",
                "{\"model\":{}",
                "{\"model\":7}",
                "{\"model\":{\"type\":\"BPE\",\"end_of_word_suffix\":\"</w>\",\"vocab\":{\"a\":516},\"merges\":[]}}",
            })
    void files_of_another_form_or_too_short_are_refused(String file) {
        assertRefused(ErrorCode.MALFORMED, "v", () -> read(file, 516));
    }
}
