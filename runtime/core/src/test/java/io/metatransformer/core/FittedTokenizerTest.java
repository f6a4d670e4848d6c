package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Target;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.core.fit.FitSettings;
import io.metatransformer.core.fit.TokenizerLearning;
import io.metatransformer.core.model.PartInfo;
import io.metatransformer.testkit.doubles.LinearHead;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tokenizer that is fitted to the examples of one head. */
class FittedTokenizerTest {
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

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double size = 0.1 * (1 + i % 7);
            Input input = NumbersTokenizer.input(i % 2 == 0 ? size : -size);
            String label = i % 2 == 0 ? "above" : "below";
            examples.add(new Example("example " + i, Item.of(input), new Target.Label(label)));
        }
        return examples;
    }

    /** One number per example that is learnt from. */
    private static Input whole(List<Example> training) {
        return NumbersTokenizer.input(new double[training.size()]);
    }

    private static FitPlan plan() {
        return FitPlan.of("linear", "sign", examples())
                .withModel("base")
                .withSettings(QUICK)
                .learning(
                        new TokenizerLearning(
                                Runtimes.NUMBERS,
                                Map.of("position", 2),
                                FittedTokenizerTest::whole));
    }

    private PartInfo head() {
        return mt.models()
                .get(0)
                .manifest()
                .orElseThrow()
                .part(PartInfo.Kind.HEAD, "sign")
                .orElseThrow();
    }

    @Test
    void it_learns_from_the_training_part_alone_and_stays_with_the_head() {
        FitReport report = mt.fit(plan().withRandomWeightsAllowed(), Progress.NONE);

        PartInfo own = head().tokenizer("numbers").orElseThrow();
        assertEquals(30, report.examples());
        assertEquals(Map.of("max_tokens", 30, "position", 2), own.config());
        assertEquals(Map.of("random", 1), own.words());
    }

    @Test
    void the_head_is_asked_and_measured_through_it_and_the_model_reads_as_before() {
        Request one = Request.of(NumbersTokenizer.input(1)).withModel("base");
        float[] before = mt.tokenize(one).values().get(0).tokens().toArray();

        FitReport report =
                mt.fit(plan().withRandomWeightsAllowed().withValidation(examples()), Progress.NONE);
        double measured = mt.evaluate(Optional.of("base"), "sign", examples(), true).loss();

        assertEquals(report.validation().loss(), measured, 1e-6);
        assertEquals(1, report.validation().score());
        float[] after = mt.tokenize(one).values().get(0).tokens().toArray();
        assertEquals(before[3], after[3]);
        Reply<?> answered = mt.predict("sign", one.withRandomWeightsAllowed());
        assertTrue(answered.provenance().usesRandomWeights());
    }

    @Test
    void features_that_another_fit_has_kept_are_not_taken_for_its_own(@TempDir Path kept) {
        FitPlan plan = plan().withRandomWeightsAllowed().keeping(kept);
        TrainingRules rules = TrainingRules.DEFAULT;
        TrainingRules other =
                new TrainingRules(
                        rules.decay(), rules.smoothing(), rules.dropout(), rules.maxNorm(), 9);
        mt.fit(plan, Progress.NONE);

        FitReport again = mt.fit(plan, Progress.NONE);
        FitReport drawnAnew =
                mt.fit(
                        plan.withSettings(
                                new FitSettings(40, 8, 0.3, 0, 0.1, 0, false, 0.25, other)),
                        Progress.NONE);

        assertEquals(40, again.reused());
        assertTrue(drawnAnew.reused() < 40, drawnAnew.reused() + " kept");
    }

    @Test
    void weights_drawn_for_it_in_front_of_a_trained_encoder_need_a_word() {
        var refusal =
                assertThrows(MetaTransformerException.class, () -> mt.fit(plan(), Progress.NONE));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        assertTrue(refusal.getMessage().contains("numbers"), refusal.getMessage());
    }
}
