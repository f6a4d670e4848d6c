package io.metatransformer.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Baselines on problems whose answers are known. */
class BaselinesTest {
    private static final Item ANY = Item.of(Input.of(Modality.TEXT, new byte[] {'a'}));

    private static List<Problem.Case> cases(int count, long seed, boolean labels) {
        Draw draw = new Draw(seed);
        List<Problem.Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = draw.normal();
            double y = 50 + 10 * draw.normal();
            Target target =
                    labels
                            ? new Target.Label(x > 0.5 ? "high" : "low")
                            : new Target.Numbers(Tensor.of(new float[] {(float) (3 * y - 7)}, 1));
            cases.add(
                    new Problem.Case(
                            new Example("case " + i, ANY, target), new double[] {x, y, 1}));
        }
        return cases;
    }

    @Test
    void a_line_is_found_between_labels_and_the_constant_tells_the_most_frequent() {
        List<Problem.Case> test = cases(400, 2, true);
        Problem problem = Problem.of("p", "p", "three numbers", cases(400, 1, true), test);

        Map<String, Double> scores = Baselines.of(problem);

        double low =
                test.stream()
                        .filter(c -> c.example().target().equals(new Target.Label("low")))
                        .count();
        assertEquals(low / 400, scores.get(Baselines.CONSTANT), 1e-9);
        assertTrue(scores.get(Baselines.LINEAR) > 0.95, scores.toString());
        assertTrue(scores.get(Baselines.BOOSTED) > 0.95, scores.toString());
    }

    @Test
    void errors_of_numbers_are_in_their_own_unit() {
        Problem problem =
                Problem.of("p", "p", "three numbers", cases(400, 1, false), cases(400, 2, false));

        Map<String, Double> scores = Baselines.of(problem);

        double meanDeviation = 30 * Math.sqrt(2 / Math.PI); // of a normal number of deviation 30
        assertEquals(meanDeviation, scores.get(Baselines.CONSTANT), 3);
        assertTrue(scores.get(Baselines.LINEAR) < 1, scores.toString());
        assertTrue(scores.get(Baselines.BOOSTED) < 8, scores.toString());
    }
}
