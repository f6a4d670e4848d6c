package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads that remember rather than learn. */
class GatheringTest {
    @TempDir Path models;
    private MetaTransformer mt;

    @BeforeEach
    void start() {
        Runtimes.write(models, "base");
        mt = Runtimes.over(models).with(new GalleryHead(Optional.empty())).build();
    }

    @AfterEach
    void stop() {
        mt.close();
    }

    private static Example example(String name, double number, String label) {
        Input input = NumbersTokenizer.input(number);
        return new Example(name, Item.of(input), new Target.Label(label));
    }

    private static FitPlan plan() {
        return FitPlan.of(
                        "gallery",
                        "seen",
                        List.of(
                                example("a", 1, "small"),
                                example("b", 9, "large"),
                                example("c", 2, "small"),
                                example("d", 8, "large")))
                .withModel("base");
    }

    @Test
    void a_gallery_holds_every_example_in_order_after_no_epoch() {
        FitReport report = mt.fit(plan(), Progress.NONE);

        assertEquals(List.of(), report.epochs());
        assertEquals(-1, report.best());
        assertEquals(4, report.examples());
        assertEquals(List.of("1", "3", "2", "0"), ids(mt, 8.9));
    }

    @Test
    void without_queries_each_item_is_looked_for_among_the_others() {
        Evaluation found = mt.fit(plan(), Progress.NONE).validation();

        assertEquals(4, found.examples());
        assertEquals(1, found.metrics().get("rank_1"));
    }

    @Test
    void queries_are_measured_against_the_gallery_and_are_no_part_of_it() {
        FitReport report =
                mt.fit(plan().withValidation(List.of(example("q", 7, "small"))), Progress.NONE);

        assertEquals(4, report.examples());
        assertEquals(0, report.validation().metrics().get("rank_1"));
        assertEquals((1 / 3.0 + 2 / 4.0) / 2, report.validation().score(), 1e-9);
    }

    @Test
    void a_gallery_made_with_another_encoder_is_refused() {
        ModelPart foreign =
                new ModelPart(
                        "seen",
                        4,
                        Map.of("head", "gallery", "encoder_fingerprint", "0".repeat(64)),
                        Weights.of(Map.of("values", Tensor.of(new float[] {1}, 1))),
                        Map.of("values", new WeightOrigin.Trained("run")),
                        Optional.empty());
        mt.addHead("base", "seen", foreign);

        var refusal = assertThrows(MetaTransformerException.class, () -> ids(mt, 1));

        assertTrue(refusal.getMessage().contains("another encoder"), refusal.getMessage());
    }

    @Test
    void a_gallery_of_another_modality_is_searched_only_by_tokens_made_for_its_space() {
        try (MetaTransformer claiming =
                Runtimes.over(models).with(new GalleryHead(Optional.of("clip"))).build()) {
            claiming.fit(plan(), Progress.NONE);

            var refusal = assertThrows(MetaTransformerException.class, () -> ids(claiming, 1));

            assertEquals(ErrorCode.UNSUPPORTED, refusal.code());
            assertTrue(refusal.getMessage().contains("'clip'"), refusal.getMessage());
        }
    }

    private static List<String> ids(MetaTransformer asked, double number) {
        Request request = Request.of(NumbersTokenizer.input(number)).withModel("base");
        var answer = (Prediction.Neighbours) asked.predict("seen", request).values().get(0);
        return answer.neighbours().stream().map(Prediction.Neighbour::id).toList();
    }
}
