package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Target;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.core.fit.FitSettings;
import io.metatransformer.testkit.doubles.LinearHead;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitTest {
    private static final FitSettings QUICK =
            new FitSettings(40, 8, 0.3, 0, 0.1, 0, false, 0.25, TrainingRules.DEFAULT);

    @TempDir Path models;
    private MetaTransformer mt;

    @BeforeEach
    void start() {
        Runtimes.write(models, "base");
        mt = Runtimes.over(models).with(new LinearHead()).build();
    }

    @AfterEach
    void stop() {
        mt.close();
    }

    private static List<Example> examples(int count) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double size = 0.1 * (1 + i % 7);
            String label = i % 2 == 0 ? "above" : "below";
            examples.add(example("example " + i, i % 2 == 0 ? size : -size, label));
        }
        return examples;
    }

    private static Example example(String name, double number, String label) {
        Input input = NumbersTokenizer.input(number);
        return new Example(name, Item.of(input), new Target.Label(label));
    }

    private static FitPlan plan() {
        return FitPlan.of("linear", "sign", examples(40)).withModel("base").withSettings(QUICK);
    }

    @Test
    void a_head_that_was_trained_answers_at_once_under_its_name() {
        FitReport report = mt.fit(plan(), Progress.NONE);

        Request request = Request.of(NumbersTokenizer.input(0.35)).withModel("base");
        var answer = (Prediction.Classes) mt.predict("sign", request).values().get(0);
        assertEquals("above", answer.labels().get(0).label());
        assertEquals(1, report.validation().score());
        assertEquals(30, report.examples());
        assertEquals(10, report.validation().examples());
    }

    @Test
    void the_model_says_what_the_head_was_trained_on_and_how_well_it_does() {
        FitReport report = mt.fit(plan(), Progress.NONE);

        var head =
                mt.models().get(0).manifest().orElseThrow().parts().stream()
                        .filter(part -> part.name().equals("sign"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(report.data(), head.config().get("data"));
        assertEquals(report.validation().metrics(), head.config().get("metrics"));
        assertEquals(List.of("above", "below"), head.config().get("labels"));
        var answer = mt.predict("sign", Request.of(NumbersTokenizer.input(1)).withModel("base"));
        assertTrue(
                answer.provenance().parts().stream()
                        .anyMatch(part -> part.words().equals(Set.of("trained"))),
                answer.provenance().toString());
    }

    @Test
    void a_report_of_the_training_lies_beside_the_weights() throws Exception {
        FitReport report = mt.fit(plan(), Progress.NONE);

        Path head = models.resolve("base/heads/sign");
        JsonNode told = new ObjectMapper().readTree(head.resolve("report.json").toFile());
        assertEquals(report.run(), told.path("run").asText());
        assertEquals(report.epochs().size(), told.path("epochs").size());
        assertEquals(QUICK.rules().seed(), told.at("/settings/seed").asLong());
        assertEquals("linear", told.path("service").asText());
        assertEquals("above", told.at("/options/labels/0").asText());
        assertEquals(10, told.at("/validation/examples").asInt());
        assertEquals(2, told.at("/validation/confusion").size());
        String page = Files.readString(head.resolve("report.html"));
        assertTrue(page.contains("<svg") && page.contains(report.data()), page);
    }

    @Test
    void the_same_plan_gives_the_same_head_and_another_seed_another_split() {
        FitReport first = mt.fit(plan(), Progress.NONE);
        FitReport second = mt.fit(plan(), Progress.NONE);
        TrainingRules other = new TrainingRules(0.05, 0, 0.5, 0, 9);
        FitReport third =
                mt.fit(
                        plan().withSettings(
                                        new FitSettings(40, 8, 0.3, 0, 0.1, 0, false, 0.25, other)),
                        Progress.NONE);

        assertEquals(first.epochs(), second.epochs());
        assertEquals(first.run(), second.run());
        assertEquals(first.data(), second.data());
        assertTrue(!first.data().equals(third.data()));
    }

    @Test
    void features_are_made_once_and_kept_from_run_to_run(@TempDir Path kept) throws Exception {
        FitReport first = mt.fit(plan().keeping(kept), Progress.NONE);
        FitReport second = mt.fit(plan().keeping(kept), Progress.NONE);

        assertEquals(40 - different(examples(40)), first.reused()); // equal content counts once
        assertEquals(40, second.reused());
        assertEquals(first.epochs(), second.epochs());
        assertEquals(1, Files.list(kept).count());
    }

    private static int different(List<Example> examples) {
        Set<String> contents = new TreeSet<>();
        for (Example example : examples) {
            Input input = ((Item.Raw) example.item()).inputs().get(0);
            byte[] bytes = new byte[input.bytes(1000).remaining()];
            input.bytes(1000).get(bytes);
            contents.add(Arrays.toString(bytes));
        }
        return contents.size();
    }

    @Test
    void a_torn_file_of_features_is_made_good(@TempDir Path kept) throws Exception {
        mt.fit(plan().keeping(kept), Progress.NONE);
        Path file = Files.list(kept).findFirst().orElseThrow();
        byte[] whole = Files.readAllBytes(file);

        for (int length : new int[] {0, 3, 5, 80, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            mt.fit(plan().keeping(kept), Progress.NONE);
            assertEquals(whole.length, Files.size(file), "cut at " + length);
        }
        byte[] changed = whole.clone();
        changed[whole.length / 3] ^= 1;
        Files.write(file, changed);
        FitReport report = mt.fit(plan().keeping(kept), Progress.NONE);

        assertTrue(report.reused() < 40, "a changed record is not used");
        assertEquals(1, report.validation().score());
    }

    @Test
    void training_ends_when_the_validation_part_gets_no_better() {
        FitSettings settings =
                new FitSettings(500, 8, 3, 3, 0, 2, false, 0.25, TrainingRules.DEFAULT);
        List<Example> noise = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            noise.add(example("noise " + i, 0.1 * (i % 7), i % 3 == 0 ? "a" : "b"));
        }

        FitReport report =
                mt.fit(
                        FitPlan.of("linear", "noise", noise)
                                .withModel("base")
                                .withSettings(settings),
                        Progress.NONE);

        assertTrue(report.epochs().size() < 500, report.epochs().size() + " epochs");
        assertEquals(report.epochs().size() - 3, report.best());
        double least =
                report.epochs().stream()
                        .mapToDouble(FitReport.Epoch::validation)
                        .min()
                        .orElseThrow();
        assertEquals(least, report.validation().loss());
    }

    @Test
    void a_rare_label_counts_as_much_as_a_common_one_if_asked_for() {
        List<Example> skewed = new ArrayList<>();
        for (int i = 0; i < 44; i++) {
            boolean rare = i % 11 == 0;
            skewed.add(example("skewed " + i, rare ? -0.05 : 0.05 * (i % 3), rare ? "r" : "c"));
        }
        FitPlan plan = FitPlan.of("linear", "skewed", skewed).withModel("base");
        FitSettings alike = new FitSettings(60, 44, 1, 0, 0, 0, true, 0.25, TrainingRules.DEFAULT);
        FitSettings common =
                new FitSettings(60, 44, 1, 0, 0, 0, false, 0.25, TrainingRules.DEFAULT);

        double fair = meanAccuracy(mt.fit(plan.withSettings(alike), Progress.NONE));
        double unfair = meanAccuracy(mt.fit(plan.withSettings(common), Progress.NONE));

        assertTrue(fair > unfair, fair + " against " + unfair);
    }

    private static double meanAccuracy(FitReport report) {
        return report.validation().metrics().get("mean_accuracy");
    }

    @Test
    void evaluation_asks_the_head_for_all_labels_and_counts() {
        mt.fit(plan(), Progress.NONE);
        List<Example> examples =
                List.of(
                        example("right", 0.5, "above"),
                        example("right too", -0.5, "below"),
                        example("wrong", -0.6, "above"));

        Evaluation evaluation = mt.evaluate(Optional.of("base"), "sign", examples, false);

        assertEquals(2.0 / 3, evaluation.metrics().get("accuracy"), 1e-9);
        assertTrue(evaluation.loss() > 0.5, "the probability of the wrong one is known");
        int[][] counts = evaluation.confusion().orElseThrow().counts();
        assertEquals("[[1, 1], [0, 1]]", Arrays.deepToString(counts));
    }

    @Test
    void an_example_that_cannot_be_read_is_named() {
        List<Example> examples = new ArrayList<>(examples(10));
        examples.add(
                new Example(
                        "broken.txt",
                        Item.of(Input.of(Runtimes.NUMBERS, new byte[] {1, 2, 3})),
                        new Target.Label("above")));

        var refusal = refusal(FitPlan.of("linear", "sign", examples).withModel("base"));

        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, refusal.code());
        assertTrue(refusal.getMessage().startsWith("broken.txt"), refusal.getMessage());
    }

    @Test
    void what_cannot_be_learnt_is_refused_and_leaves_the_model_as_it_was() {
        assertEquals(ErrorCode.UNKNOWN_HEAD, refusal(FitPlan.of("none", "x", examples(10))).code());
        var learnsNothing = refusal(FitPlan.of("mean", "x", examples(10)).withModel("base"));
        assertEquals(ErrorCode.UNSUPPORTED, learnsNothing.code());
        assertTrue(learnsNothing.getMessage().contains("[linear]"), learnsNothing.getMessage());
        assertEquals(
                ErrorCode.TOO_SHORT,
                refusal(FitPlan.of("linear", "x", examples(2)).withModel("base")).code());
        assertEquals(
                ErrorCode.UNKNOWN_MODEL,
                refusal(FitPlan.of("linear", "x", examples(10)).withModel("other")).code());
        assertEquals(
                ErrorCode.BAD_CONFIG, refusal(plan().withOptions(Map.of("colour", "red"))).code());
        assertTrue(
                mt.models().get(0).manifest().orElseThrow().parts().stream()
                        .noneMatch(part -> part.name().equals("x")));
    }

    private MetaTransformerException refusal(FitPlan plan) {
        return assertThrows(MetaTransformerException.class, () -> mt.fit(plan, Progress.NONE));
    }
}
