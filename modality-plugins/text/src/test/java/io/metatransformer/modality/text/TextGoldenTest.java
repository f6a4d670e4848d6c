package io.metatransformer.modality.text;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts to ids to tokens, against ftfy, CLIP's tokenizer and CLIP's text encoder. */
class TextGoldenTest {
    private static final int UNLIMITED = 1 << 20;
    private static final List<GoldenTexts> TEXTS = GoldenTexts.read("texts.jsonl");
    private static final Vocabulary CLIP =
            VocabularyFile.of(
                    ModelPart.of("golden", 8, Map.of(), Weights.none()),
                    VocabularyFile.CLIP,
                    VocabularyFile.CLIP_SIZE);
    private static final Golden TOWER =
            Golden.read(TextGoldenTest.class, "/golden/text/clip_text_small.safetensors");

    static List<GoldenTexts> clipExpected() {
        return GoldenTexts.read("clip_expected.jsonl");
    }

    static List<GoldenTexts> miniExpected() {
        return GoldenTexts.read("mini_expected.jsonl");
    }

    private static String text(String id) {
        return TEXTS.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow().text();
    }

    private static String clean(String id) {
        return new TextCleaning(true).clean(text(id));
    }

    @ParameterizedTest
    @MethodSource("clipExpected")
    void texts_are_cleaned_as_ftfy_and_clip_do(GoldenTexts expected) {
        assertEquals(expected.cleaned(), clean(expected.id()));
    }

    @ParameterizedTest
    @MethodSource("clipExpected")
    void texts_are_cut_into_the_pieces_of_clip(GoldenTexts expected) {
        Pieces pieces = new Pieces(clean(expected.id()), true);

        List<String> found = new ArrayList<>();
        while (pieces.next()) {
            found.add(pieces.piece());
        }

        assertEquals(expected.pieces(), found);
    }

    @ParameterizedTest
    @MethodSource("clipExpected")
    void texts_have_the_ids_of_clip(GoldenTexts expected) {
        TextIds ids = TextIds.of(CLIP, clean(expected.id()), true, UNLIMITED);

        assertArrayEquals(expected.ids(), ids.ids());
    }

    @ParameterizedTest
    @MethodSource("miniExpected")
    void another_vocabulary_gives_other_ids(GoldenTexts expected) {
        TextIds ids =
                TextIds.of(GoldenTexts.miniVocabulary(), clean(expected.id()), true, UNLIMITED);

        assertArrayEquals(expected.ids(), ids.ids());
    }

    @Test
    void long_texts_are_cut_after_77_ids() {
        assertTruncated("clip_ids", CLIP, TEXTS);
    }

    @Test
    void long_texts_of_another_vocabulary_are_cut_after_77_ids() {
        assertTruncated(
                "mini_ids",
                GoldenTexts.miniVocabulary(),
                TEXTS.stream().filter(each -> each.group().equals("text")).toList());
    }

    private static void assertTruncated(
            String file, Vocabulary vocabulary, List<GoldenTexts> texts) {
        Golden golden = Golden.read(TextGoldenTest.class, "/golden/text/" + file + ".safetensors");
        int[] ids = golden.ints("output.ids");
        int[] lengths = golden.ints("output.full_length");
        for (int i = 0; i < texts.size(); i++) {
            TextIds read = TextIds.of(vocabulary, clean(texts.get(i).id()), true, 77);

            int[] padded = Arrays.copyOf(read.ids(), 77);
            assertArrayEquals(
                    Arrays.copyOfRange(ids, 77 * i, 77 * (i + 1)), padded, texts.get(i).id());
            assertEquals(lengths[i] > 77, read.truncated(), texts.get(i).id());
        }
    }

    private static TextSession session(Map<String, Object> config) {
        Map<String, Object> shape =
                new TreeMap<>(
                        Map.of(
                                "vocabulary_size", 774,
                                "text_width", 64,
                                "text_layers", 2,
                                "text_heads", 2,
                                "text_output", 48));
        shape.putAll(config);
        ModelPart part = ModelPart.of("golden", 64, shape, TOWER.weights("weights."));
        Options options = part.options(TextOptions.declared());
        return TextSession.open(part, options, GoldenTexts.miniVocabulary());
    }

    /** The ids of the n-th text without its padding. */
    private static TextIds ids(int n) {
        int length = TOWER.ints("input.valid_length")[n];
        return new TextIds(
                Arrays.copyOfRange(TOWER.ints("input.ids"), 77 * n, 77 * n + length), false);
    }

    /** The rows of the n-th text without those of its padding. */
    private static Tensor rows(String name, int n) {
        int D = TOWER.shape(name)[2];
        int length = TOWER.ints("input.valid_length")[n];
        float[] all = TOWER.tensor(name).toArray();
        return Tensor.of(Arrays.copyOfRange(all, 77 * D * n, 77 * D * n + length * D), length, D);
    }

    @Test
    void one_token_sums_up_a_text_as_clips_encoder_does() {
        try (TextSession session = session(Map.of())) {
            for (int n = 0; n < 6; n++) {
                Tensor token = session.embed(ids(n), "pooled");

                float[] expected = TOWER.tensor("output.tokens_pooled").toArray();
                assertClose(
                        "text " + n,
                        Arrays.copyOfRange(expected, 64 * n, 64 * (n + 1)),
                        token.toArray(),
                        1e-5,
                        1e-5);
                assertArrayEquals(new int[] {1, 64}, token.shape());
            }
        }
    }

    @Test
    void subwords_in_context_are_the_last_states_of_clips_encoder() {
        try (TextSession session = session(Map.of())) {
            for (int n = 0; n < 6; n++) {
                assertClose(
                        "text " + n,
                        rows("intermediate.ln_final", n),
                        session.embed(ids(n), "contextual"),
                        1e-5,
                        1e-5);
            }
        }
    }

    @Test
    void learned_tokens_are_the_embeddings_of_subwords_and_places() {
        try (TextSession session = session(Map.of())) {
            for (int n = 0; n < 6; n++) {
                assertClose(
                        "text " + n,
                        rows("output.tokens_learned", n),
                        session.embed(ids(n), "learned"),
                        1e-6,
                        0);
            }
        }
    }
}
