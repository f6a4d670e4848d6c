package io.metatransformer.modality.text;

import static io.metatransformer.modality.text.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTokenizerTest {
    private static final int WIDTH = 16;
    private static final TextTokenizer TOKENIZER = new TextTokenizer();
    private static final Map<String, Object> SMALL =
            Map.of("text_width", 12, "text_heads", 2, "text_layers", 2);

    private static TokenizerSession session;

    @BeforeAll
    static void open() {
        session = open(SMALL);
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static TokenizerSession open(Map<String, Object> config) {
        return TOKENIZER.open(part(config, Optional.empty()));
    }

    private static ModelPart part(Map<String, Object> config, Optional<Path> folder) {
        Options options = Options.of(TOKENIZER.options(), config);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (WeightSpec spec : TOKENIZER.weights(options, WIDTH)) {
            weights.put(spec.name(), spec.draw(1));
        }
        return new ModelPart("t", WIDTH, config, Weights.of(weights), Map.of(), folder);
    }

    private static Input text(String text) {
        return Input.of(Modality.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private static int[] ids(Input input) {
        float[] ids =
                session.tokenize(input).segments().get(0).origin().arrays().get("ids").toArray();
        int[] whole = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            whole[i] = (int) ids[i];
        }
        return whole;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a photo of a cat",
                "\uFEFFA  PHOTO of\na cat\n",
                "{\"id\":7,\"text\":\"a photo of a cat\",\"tags\":[\"text\"]}\n",
                "[\"a photo of a cat\"]",
                "[{\"text\":\"a photo of a cat\"}]",
            })
    void one_text_has_the_same_ids_in_every_form(String form) {
        assertArrayEquals(
                new int[] {49406, 320, 1125, 539, 320, 2368, 49407}, ids(text(form)), form);
    }

    @Test
    void what_is_said_to_be_plain_text_is_not_read_as_json() {
        String json = "[\"cat\"]";

        int[] plain = ids(text(json).withMediaType("text/plain; charset=utf-8"));

        assertArrayEquals(plain, ids(text(json).withOptions(Map.of("format", "plain"))));
        assertTrue(plain.length > ids(text(json)).length);
    }

    @Test
    void a_request_chooses_one_text_of_several() {
        Input lines = text("{\"text\":\"cat\"}\n{\"text\":\"dog\"}\n");

        assertArrayEquals(ids(text("dog")), ids(lines.withOptions(Map.of("row", 1))));
        assertRefused(ErrorCode.INVALID_REQUEST, "option 'row'", () -> session.tokenize(lines));
        assertRefused(
                ErrorCode.INDEX_OUT_OF_RANGE,
                "the list has 2",
                () -> session.tokenize(lines.withOptions(Map.of("row", 2))));
    }

    @Test
    void a_summed_up_text_is_one_token_filled_up_with_zeros() {
        TokenSequence tokens = session.tokenize(text("cat"));

        assertEquals(new Layout.Set(1), tokens.segments().get(0).layout());
        float[] token = tokens.tokens().toArray();
        assertNotEquals(0, token[11]);
        assertArrayEquals(new float[4], Arrays.copyOfRange(token, 12, 16));
    }

    @Test
    void a_request_may_ask_for_a_token_per_subword() {
        Segment segment =
                session.tokenize(text("a cat").withOptions(Map.of("mode", "contextual")))
                        .segments()
                        .get(0);

        assertEquals(new Layout.Series(4), segment.layout());
        assertEquals("contextual", segment.origin().fact("mode").orElseThrow());
    }

    @Test
    void modes_that_a_model_has_no_weights_for_are_refused() {
        assertRefused(
                ErrorCode.SHAPE_MISMATCH,
                "width 16, this model's has 12",
                () -> session.tokenize(text("cat").withOptions(Map.of("mode", "learned"))));
        try (TokenizerSession learned = open(Map.of("mode", "learned"))) {
            assertRefused(
                    ErrorCode.BAD_CONFIG,
                    "no text encoder for 'pooled'",
                    () -> learned.tokenize(text("cat").withOptions(Map.of("mode", "pooled"))));
        }
    }

    @Test
    void a_vector_wider_than_a_token_is_refused_on_opening() {
        Map<String, Object> wide = new HashMap<>(SMALL);
        wide.put("text_output", 17);

        assertRefused(ErrorCode.SHAPE_MISMATCH, "17 values", () -> open(wide));
    }

    @Test
    void a_long_text_is_cut_off_and_says_so_or_is_refused() {
        Input longer = text("word ".repeat(76));

        Segment cut = session.tokenize(longer).segments().get(0);

        assertTrue(cut.origin().truncated());
        assertEquals(77, ids(longer).length);
        assertEquals(49407, ids(longer)[76]);
        assertFalse(
                session.tokenize(text("word ".repeat(75))).segments().get(0).origin().truncated());
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "more than 77 tokens",
                () -> session.tokenize(longer.withOptions(Map.of("truncate", false))));
    }

    @Test
    void the_words_of_special_tokens_can_be_told_from_the_tokens() {
        Input hostile = text("a <|endoftext|> b");

        assertArrayEquals(new int[] {49406, 320, 49407, 321, 49407}, ids(hostile));
        Input escaped = hostile.withOptions(Map.of("special_tokens_in_text", "escape"));
        assertEquals(1, Arrays.stream(ids(escaped)).filter(id -> id == 49407).count());
    }

    @Test
    void ids_may_come_with_or_without_start_and_end() {
        int[] expected = ids(text("a cat"));

        assertArrayEquals(expected, ids(given(320, 2368)));
        assertArrayEquals(expected, ids(given(49406, 320, 2368, 49407)));
        assertRefused(
                ErrorCode.INDEX_OUT_OF_RANGE,
                "from 0 to 49407",
                () -> session.tokenize(given(49408)));
        assertRefused(ErrorCode.INDEX_OUT_OF_RANGE, "got 0.5", () -> session.tokenize(given(0.5f)));
        assertRefused(ErrorCode.NON_FINITE, "id 0", () -> session.tokenize(given(Float.NaN)));
    }

    private static Input given(float... ids) {
        return Input.of(Modality.TEXT, Tensor.of(ids, ids.length));
    }

    @Test
    void no_characters_are_a_text_only_where_somebody_says_so(@TempDir Path folder)
            throws Exception {
        Path file = Files.createFile(folder.resolve("empty.txt"));

        assertArrayEquals(new int[] {49406, 49407}, ids(text("").withMediaType("text/plain")));
        assertArrayEquals(new int[] {49406, 49407}, ids(text(" \n")));
        assertArrayEquals(new int[] {49406, 49407}, ids(text("{\"text\":\"\"}")));
        assertRefused(
                ErrorCode.EMPTY_INPUT,
                "empty.txt",
                () -> session.tokenize(Input.of(Modality.TEXT, file).withMediaType("text/plain")));
        assertRefused(ErrorCode.EMPTY_INPUT, "no texts", () -> session.tokenize(text("[]")));
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused_with_their_place_or_replaced() {
        Input latin1 = Input.of(Modality.TEXT, GoldenTexts.bytes("bad/latin1.txt"));

        assertRefused(ErrorCode.ENCODING, "at byte 3", () -> session.tokenize(latin1));
        assertArrayEquals(
                ids(text("caf\ufffd au lait")),
                ids(latin1.withOptions(Map.of("malformed_text", "replace"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"text\": 3}", "{\"texts\": \"a\"}", "[\"a\", 1]", "{\"text\": null}"})
    void json_without_texts_is_refused(String json) {
        assertRefused(ErrorCode.SCHEMA_MISMATCH, "text", () -> session.tokenize(text(json)));
    }

    @Test
    void broken_json_is_refused_with_its_line() {
        assertRefused(
                ErrorCode.MALFORMED,
                "line 2",
                () -> session.tokenize(text("{\"text\":\"a\"}\n{\"text\":\"b\"")));
    }

    @Test
    void a_word_without_end_is_read_and_one_beyond_the_limit_refused() {
        assertEquals(77, ids(text("abcdefghij".repeat(100_000))).length);
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "without a blank",
                () -> session.tokenize(text("a".repeat((1 << 20) + 1))));
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "10485760 bytes",
                () -> session.tokenize(text(" ".repeat((10 << 20) + 1))));
    }

    @Test
    void escapes_of_escapes_of_escapes_are_bounded() {
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "32 times",
                () -> session.tokenize(text("&" + "amp;".repeat(1 << 20))));
    }

    @Test
    void marks_upon_marks_are_bounded() {
        assertEquals(77, ids(text("a" + "\u0301\u0323".repeat(512))).length);
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "1024 marks",
                () -> session.tokenize(text("a" + "\u0301\u0323".repeat(1 << 20))));
    }

    @Test
    void a_drawing_shows_the_text_and_says_how_many_tokens_it_has() {
        Preview preview = session.preview(text("Fish & <chips>\nfor two")).orElseThrow();

        String drawing = StandardCharsets.UTF_8.decode(preview.bytes()).toString();
        assertTrue(drawing.contains(">Fish &amp; &lt;chips&gt;<"), drawing);
        assertTrue(drawing.contains(">for two<"), drawing);
        assertEquals("9 tokens of 22 characters", preview.caption());
    }

    @Test
    void a_model_may_bring_its_own_vocabulary(@TempDir Path folder) throws Exception {
        byte[] mini = new byte[GoldenTexts.bytes("mini_bpe.txt").remaining()];
        GoldenTexts.bytes("mini_bpe.txt").get(mini);
        Files.write(folder.resolve("merges.txt"), mini);
        Map<String, Object> config = new HashMap<>(SMALL);
        config.put("vocabulary", "merges.txt");
        config.put("vocabulary_size", 774);

        try (TokenizerSession own = TOKENIZER.open(part(config, Optional.of(folder)))) {
            Tensor ids = own.tokenize(text("cat")).segments().get(0).origin().arrays().get("ids");

            assertArrayEquals(
                    TextIds.of(GoldenTexts.miniVocabulary(), "cat", true, 77).ids(),
                    new int[] {(int) ids.data().get(0), (int) ids.data().get(1), 773});
        }
        assertRefused(
                ErrorCode.BAD_CONFIG,
                "beside the part's config.json",
                () -> {
                    config.put("vocabulary", "../merges.txt");
                    TOKENIZER.open(part(config, Optional.of(folder)));
                });
        assertRefused(
                ErrorCode.BAD_CONFIG,
                "49408 ids",
                () -> {
                    config.put("vocabulary", "clip");
                    TOKENIZER.open(part(config, Optional.of(folder)));
                });
    }
}
