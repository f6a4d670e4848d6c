package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Target;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.core.fit.FitSettings;
import io.metatransformer.core.fit.Tuning;
import io.metatransformer.core.model.PartInfo;
import io.metatransformer.testkit.doubles.LinearHead;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tokenizer that learns together with a head, and trainings that are interrupted. */
class FitTogetherTest {
    private static final FitSettings QUICK =
            new FitSettings(6, 8, 0.1, 0, 0.1, 0, false, 0.25, TrainingRules.DEFAULT);
    private static final Tuning TOGETHER = new Tuning(Tuning.Scope.TOKENIZER, 8, 8, 0.1);

    @TempDir Path models;
    @TempDir Path kept;
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

    private static List<Example> examples(int inputs) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double size = (i % 2 == 0 ? 0.1 : -0.1) * (1 + i % 7);
            Item item =
                    inputs == 1
                            ? Item.of(NumbersTokenizer.input(size, size))
                            : Item.of(
                                    NumbersTokenizer.input(size), NumbersTokenizer.input(size, 0));
            String label = i % 2 == 0 ? "above" : "below";
            examples.add(new Example("example " + i, item, new Target.Label(label)));
        }
        return examples;
    }

    private static Target label(String label) {
        return new Target.Label(label);
    }

    private static FitPlan plan() {
        return FitPlan.of("linear", "sign", examples(1)).withModel("base").withSettings(QUICK);
    }

    private Optional<PartInfo> own() {
        return mt.models()
                .get(0)
                .manifest()
                .orElseThrow()
                .part(PartInfo.Kind.HEAD, "sign")
                .orElseThrow()
                .tokenizer("numbers");
    }

    private byte[] weights(String part) throws IOException {
        Path head = models.resolve("base/heads/sign");
        return Files.readAllBytes(head.resolve(part).resolve("weights.safetensors"));
    }

    @Test
    void a_tokenizer_that_learns_with_the_head_beats_the_head_alone() {
        FitReport alone = mt.fit(plan(), Progress.NONE);
        FitReport together = mt.fit(plan().withTuning(TOGETHER), Progress.NONE);

        assertTrue(
                together.validation().loss() < 0.8 * alone.validation().loss(),
                together.validation() + " after " + alone.validation());
        assertEquals(alone.epochs(), together.epochs().subList(0, together.alone()));
        assertTrue(together.best() >= together.alone());
        assertTrue(!alone.run().equals(together.run()));
    }

    @Test
    void it_stays_with_the_head_and_the_model_reads_as_before() {
        Request one = Request.of(NumbersTokenizer.input(1)).withModel("base");
        float[] before = mt.tokenize(one).values().get(0).tokens().toArray();

        FitReport report =
                mt.fit(plan().withTuning(TOGETHER).withValidation(examples(1)), Progress.NONE);
        double measured = mt.evaluate(Optional.of("base"), "sign", examples(1), false).loss();

        assertEquals(report.validation().loss(), measured, 1e-6);
        assertEquals(List.of("trained"), List.copyOf(own().orElseThrow().words().keySet()));
        assertEquals(before[3], mt.tokenize(one).values().get(0).tokens().toArray()[3]);
    }

    @Test
    void inputs_that_are_fused_learn_together() {
        FitPlan plan = FitPlan.of("linear", "sign", examples(2)).withModel("base");
        FitReport report = mt.fit(plan.withSettings(QUICK).withTuning(TOGETHER), Progress.NONE);

        assertEquals(1, report.validation().score());
        assertTrue(own().isPresent());
    }

    @Test
    void where_learning_together_brings_nothing_the_head_alone_is_kept() {
        Tuning harmful = new Tuning(Tuning.Scope.TOKENIZER, 1, 64, 900);

        List<Example> contradictory = new ArrayList<>();
        for (String label : List.of("above", "below")) {
            examples(1).forEach(e -> contradictory.add(new Example(label, e.item(), label(label))));
        }
        FitReport report =
                mt.fit(plan().withTuning(harmful).withValidation(contradictory), Progress.NONE);

        assertTrue(report.best() < report.alone());
        assertTrue(own().isEmpty());
    }

    @Test
    void the_same_plan_gives_the_same_weights_bit_for_bit() throws IOException {
        mt.fit(plan().withTuning(TOGETHER), Progress.NONE);
        byte[] first = weights("tokenizers/numbers");
        byte[] head = weights("");

        mt.fit(plan().withTuning(TOGETHER), Progress.NONE);

        assertArrayEquals(first, weights("tokenizers/numbers"));
        assertArrayEquals(head, weights(""));
    }

    /** Gives up as a person would who presses Ctrl-C. */
    private static final class Interruption extends Error {
        private static final long serialVersionUID = 1;
    }

    private static Progress until(String stage, int epoch) {
        return (now, done, total) -> {
            if (now.equals(stage) && done == epoch) {
                throw new Interruption();
            }
        };
    }

    private void interrupted(FitPlan plan, String stage, int epoch) {
        assertThrows(MetaTransformerException.class, () -> mt.fit(plan, until(stage, epoch)));
    }

    @Test
    void a_training_that_was_interrupted_goes_on_and_ends_bit_for_bit_as_if_it_never_was()
            throws IOException {
        FitPlan plan = plan().withTuning(TOGETHER);
        FitReport whole = mt.fit(plan, Progress.NONE);
        byte[] tokenizer = weights("tokenizers/numbers");
        byte[] head = weights("");
        List<String> seen = new ArrayList<>();

        interrupted(plan.keeping(kept), "epochs", 3);
        interrupted(plan.keeping(kept), "epochs together", 2);
        interrupted(plan.keeping(kept), "epochs together", 5);
        FitReport resumed =
                mt.fit(plan.keeping(kept), (stage, done, total) -> seen.add(stage + " " + done));

        assertEquals(whole.epochs(), resumed.epochs());
        assertEquals(whole.validation().loss(), resumed.validation().loss());
        assertEquals(whole.validation().metrics(), resumed.validation().metrics());
        assertArrayEquals(tokenizer, weights("tokenizers/numbers"));
        assertArrayEquals(head, weights(""));
        assertTrue(!seen.contains("epochs 6") && !seen.contains("epochs together 5"), "" + seen);
        assertTrue(seen.contains("epochs together 6"), "" + seen);
        try (Stream<Path> files = Files.list(kept)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".checkpoint")));
        }
    }

    @Test
    void a_checkpoint_that_was_changed_is_not_gone_on_with() throws IOException {
        FitReport whole = mt.fit(plan(), Progress.NONE);
        interrupted(plan().keeping(kept), "epochs", 3);
        Path file;
        try (Stream<Path> files = Files.list(kept)) {
            file =
                    files.filter(f -> f.toString().endsWith(".checkpoint"))
                            .findFirst()
                            .orElseThrow();
        }
        byte[] sound = Files.readAllBytes(file);
        for (int at = 0; at < sound.length; at += 1 + sound.length / 40) {
            byte[] changed = sound.clone();
            changed[at] ^= 0x11;
            Files.write(file, changed);
            List<String> seen = new ArrayList<>();

            FitReport again =
                    mt.fit(plan().keeping(kept), (stage, done, total) -> seen.add(stage + done));

            assertEquals(whole.epochs(), again.epochs(), "byte " + at);
        }
        Files.write(file, Arrays.copyOf(sound, sound.length / 2));
        assertEquals(whole.epochs(), mt.fit(plan().keeping(kept), Progress.NONE).epochs());
    }

    @Test
    void what_cannot_learn_together_is_refused_before_anything_is_learnt() {
        Example tokens =
                new Example(
                        "made",
                        Item.of(mt.tokenize(Request.of(NumbersTokenizer.input(1))).values().get(0)),
                        new Target.Label("above"));
        List<Example> examples = new ArrayList<>(examples(1));
        examples.add(tokens);
        FitPlan made = FitPlan.of("linear", "x", examples).withModel("base").withSettings(QUICK);

        assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal(made.withTuning(TOGETHER)).code());
        assertThrows(
                MetaTransformerException.class,
                () -> new Tuning(Tuning.Scope.TOKENIZER, 0, 8, 0.1));
    }

    private MetaTransformerException refusal(FitPlan plan) {
        return assertThrows(MetaTransformerException.class, () -> mt.fit(plan, Progress.NONE));
    }
}
