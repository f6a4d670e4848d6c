package io.metatransformer.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.core.Provenance;
import io.metatransformer.core.model.EncoderShape;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.plugin.PluginRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final String FOREIGN_SVG =
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";

    private static Exhibit exhibit(String modality, Optional<String> space, float... embedding) {
        Segment segment =
                new Segment(
                        Modality.of(modality), 0, 1, new Layout.Grid(2, 3), Origin.named("a.png"));
        return new Exhibit(
                modality,
                "a<b>\u202e.png",
                2048,
                Optional.of(Preview.svg(FOREIGN_SVG, "451 × 300 px \"<i>\"")),
                Optional.of(
                        new Exhibit.Outcome(
                                segment,
                                Duration.ofMillis(30),
                                Duration.ofMillis(10),
                                embedding,
                                space,
                                part("random"))),
                Optional.empty());
    }

    private static Exhibit refused() {
        return new Exhibit(
                "audio",
                "a.wav",
                5,
                Optional.empty(),
                Optional.empty(),
                Optional.of("TRUNCATED: a.wav: <end> is missing"));
    }

    private static Provenance.Part part(String word) {
        return new Provenance.Part(
                Provenance.Kind.TOKENIZER, "image", new PluginRef("image", "1"), Map.of(word, 2));
    }

    private static Report report(String word, Exhibit... exhibits) {
        Manifest model =
                new Manifest(
                        "small",
                        "1",
                        "",
                        new EncoderShape(
                                4,
                                1,
                                1,
                                16,
                                1e-5,
                                "gelu",
                                true,
                                false,
                                OptionalDouble.empty(),
                                OptionalDouble.empty()),
                        Map.of(),
                        Map.of(),
                        "0".repeat(64),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of());
        return new Report(
                model,
                List.of(exhibits),
                List.of("morse"),
                List.of(part(word)),
                "0.1.0",
                Instant.EPOCH);
    }

    @Test
    void a_page_refers_to_nothing_and_runs_nothing() {
        String page = Page.of(report("random", exhibit("image", Optional.empty(), 1, 2)));

        assertFalse(page.contains("<script"), page);
        assertFalse(page.contains("<svg"), "a stranger's drawing is an image, never inline");
        assertFalse(page.matches("(?s).*(src|href)=\"(?!data:).*"), page);
        assertFalse(page.matches("(?s).*(url\\(|@import|https?:).*"), page);
        assertTrue(page.contains("default-src 'none'"), page);
    }

    @Test
    void text_of_strangers_is_shown_as_text() {
        String page =
                Page.of(report("random", exhibit("image", Optional.empty(), 1, 2), refused()));

        assertTrue(page.contains("a&lt;b&gt; .png, 2\u00a0KiB"), page);
        assertTrue(page.contains("451 × 300 px &quot;&lt;i&gt;&quot;"), page);
        assertTrue(page.contains("TRUNCATED: a.wav: &lt;end&gt; is missing"), page);
    }

    @Test
    void every_picture_says_in_words_what_it_shows() {
        String page = Page.of(report("random", exhibit("image", Optional.empty(), 1, 2)));

        int pictures = page.split("<img ", -1).length - 1;

        assertEquals(2, pictures);
        assertEquals(pictures, page.split(" alt=\"[^\"]", -1).length - 1);
    }

    @Test
    void tokens_and_times_are_those_of_the_sample() {
        String page = Page.of(report("random", exhibit("image", Optional.empty(), 1, 2)));

        assertTrue(page.contains("<strong>7</strong> tokens, grid of 2 × 3, and 1 special"), page);
        assertTrue(page.contains("tokenizer 30 ms"), page);
        assertTrue(page.contains("75 %"), page);
        assertTrue(page.contains("without a sample here: morse"), page);
    }

    @Test
    void similarities_of_random_weights_are_marked_and_not_shaded() {
        Exhibit one = exhibit("image", Optional.of("clip"), 1, 0);
        Exhibit other = exhibit("text", Optional.of("clip"), 1, 1);

        String page = Page.of(report("random", one, other));

        assertTrue(page.contains("Without meaning."), page);
        assertTrue(page.contains("matrix meaningless"), page);
        assertTrue(page.contains("<td>0.71</td>"), page);
    }

    @Test
    void trained_weights_without_a_common_space_are_marked_too() {
        Exhibit one = exhibit("image", Optional.of("clip"), 1, 0);
        Exhibit other = exhibit("text", Optional.empty(), 1, 1);

        String page = Page.of(report("imported", one, other));

        assertFalse(page.contains("UNTRAINED"), page);
        assertTrue(page.contains("matrix meaningless"), page);
    }

    @Test
    void embeddings_of_one_trained_space_are_compared() {
        Exhibit one = exhibit("image", Optional.of("clip"), 1, 0);
        Exhibit other = exhibit("text", Optional.of("clip"), -1, 1);

        String page = Page.of(report("imported", one, other));

        assertTrue(page.contains("aligned space &#39;clip&#39;"), page);
        assertTrue(page.contains("rgba(var(--cell-low),0.32)\">-0.71</td>"), page);
    }
}
