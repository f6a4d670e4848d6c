package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TrainableHead} promises, as tests. A plugin's test names the head and gives examples that
 * it can learn; the head is found through {@link java.util.ServiceLoader}.
 */
public abstract class TrainableHeadContract {
    private static final int STEPS = 60;
    private static final double RATE = 0.02;
    private static final float MOVE = 1e-2f;

    /** The head is found by this. */
    protected abstract String name();

    /** Options that are chosen, not learnt. */
    protected Map<String, Object> config() {
        return Map.of();
    }

    /** Examples that can be told apart, at least 20, features of one width. */
    protected abstract List<Example> examples();

    /** Targets that this head cannot learn. */
    protected abstract List<Target> foreign();

    /** Features, and what should be answered to them. */
    public record Example(Features features, Target target) {}

    @Test
    void steps_down_the_gradient_lower_the_loss() {
        try (HeadTraining training = begin(Weights.none(), 0)) {
            float first = step(training, RATE, 0);
            if (head().gathers()) {
                assertEquals(0, first, "the loss of a head that only gathers");
                return;
            }
            for (int t = 1; t < STEPS; t++) {
                step(training, RATE, t);
            }
            float last = step(training, 0, STEPS);

            assertTrue(last < 0.7 * first, () -> "the loss went from " + first + " to " + last);
        }
    }

    @Test
    void a_session_answers_what_training_said_it_would() {
        Weights weights;
        List<Prediction> promised;
        try (HeadTraining training = trained(0)) {
            promised = training.predict(digests());
            weights = training.weights();
        }

        try (HeadSession session = head().open(part(weights))) {
            for (int i = 0; i < promised.size(); i++) {
                assertAlike(promised.get(i), session.predict(examples().get(i).features()));
            }
        }
    }

    @Test
    void the_weights_are_those_that_the_head_declares() {
        try (HeadTraining training = trained(0)) {
            Weights weights = training.weights();
            for (WeightSpec spec : head().weights(options(), width())) {
                if (spec.required()) {
                    assertTrue(weights.names().contains(spec.name()), () -> spec + " is missing");
                }
                if (weights.names().contains(spec.name())) {
                    assertTrue(spec.accepts(weights.shape(spec.name())), spec::toString);
                }
            }
        }
    }

    @Test
    void equal_seeds_give_equal_weights_bit_for_bit_and_others_do_not() {
        assertTrue(equal(weightsOf(3), weightsOf(3)), "the same seed");
        assertEquals(head().gathers(), equal(weightsOf(3), weightsOf(4)), "another seed");
    }

    @Test
    void a_training_goes_on_where_its_weights_say() {
        Weights weights;
        List<Prediction> before;
        try (HeadTraining training = trained(0)) {
            weights = training.weights();
            before = training.predict(digests());
        }

        try (HeadTraining again = begin(weights, 0)) {
            List<Prediction> after = again.predict(digests());
            for (int i = 0; i < before.size(); i++) {
                assertAlike(before.get(i), after.get(i));
            }
        }
    }

    @Test
    void a_training_goes_on_where_its_state_was_taken_bit_for_bit() {
        Weights whole;
        Weights state;
        try (HeadTraining training = begin(Weights.none(), 0)) {
            step(training, RATE, 0);
            assumeTrue(training.state().isPresent(), "this head's training starts over");
            state = training.state().orElseThrow();
            step(training, RATE, 1);
            whole = training.weights();
        }

        try (HeadTraining again = begin(Weights.none(), 0)) {
            step(again, RATE, 7);
            again.restore(state);
            step(again, RATE, 1);
            assertTrue(equal(whole, again.weights()));
        }
    }

    /** Of what makes the features, which may learn too. */
    @Test
    void the_gradient_of_features_agrees_with_finite_differences() {
        assumeTrue(handsOn(), "this head learns from frozen features only");
        try (HeadTraining training = begin(Weights.none(), 0)) {
            float[] ones = new float[examples().size()];
            Arrays.fill(ones, 1);
            List<Tensor> gradients =
                    training.stepThrough(digests(), targets(), ones, 0, 0).digestGradients();

            assertEquals(examples().size(), gradients.size());
            for (int i = 0; i < 3; i++) {
                Features features = examples().get(i).features();
                float[] found = head().pullback(features, options(), gradients.get(i)).toArray();
                assertEquals(features.values().elements(), found.length);
                double largest = 0;
                for (float each : found) {
                    largest = Math.max(largest, Math.abs(each));
                }
                for (int j = 0; j < found.length; j += 1 + found.length / 5) {
                    double numeric =
                            (lossAt(training, i, j, MOVE) - lossAt(training, i, j, -MOVE))
                                    / (2 * MOVE);
                    assertEquals(numeric, found[j], 1e-3 + 0.03 * largest, "value " + j);
                }
            }
        }
    }

    private boolean handsOn() {
        Features features = examples().get(0).features();
        try {
            Tensor digest = head().digest(features, options());
            head().pullback(features, options(), digest);
            return true;
        } catch (MetaTransformerException refusal) {
            assertEquals(ErrorCode.UNSUPPORTED, refusal.code());
            return false;
        }
    }

    private double lossAt(HeadTraining training, int example, int element, float move) {
        Features features = examples().get(example).features();
        float[] values = features.values().toArray();
        values[element] += move;
        Features moved =
                Features.of(Tensor.of(values, features.values().shape()), features.segments());
        List<Tensor> digests = new ArrayList<>(digests());
        digests.set(example, head().digest(moved, options()));
        float[] ones = new float[digests.size()];
        Arrays.fill(ones, 1);
        return training.step(digests, targets(), ones, 0, 0);
    }

    @Test
    void targets_that_it_cannot_learn_are_refused() {
        for (Target target : foreign()) {
            List<Target> targets = List.of(target, target);
            Refused.with(
                    ErrorCode.SCHEMA_MISMATCH,
                    target.toString(),
                    () -> head().learn(targets, config()));
        }
    }

    @Test
    void what_is_learnt_leaves_what_was_chosen_as_it_was() {
        Map<String, Object> learnt = learnt();

        config().forEach((name, value) -> assertEquals(value, learnt.get(name), name));
    }

    private Weights weightsOf(long seed) {
        try (HeadTraining training = trained(seed)) {
            return training.weights();
        }
    }

    private HeadTraining trained(long seed) {
        HeadTraining training = begin(Weights.none(), seed);
        try {
            for (int t = 0; t < (head().gathers() ? 1 : STEPS / 4); t++) {
                step(training, RATE, seed + t);
            }
            return training;
        } catch (RuntimeException e) {
            training.close();
            throw e;
        }
    }

    private HeadTraining begin(Weights weights, long seed) {
        TrainingRules rules = new TrainingRules(0.01, 0, 0.1, 0, seed);
        return head().train(part(weights), digests(), rules);
    }

    private float step(HeadTraining training, double rate, long seed) {
        float[] weights = new float[examples().size()];
        Arrays.fill(weights, 1);
        return training.step(digests(), targets(), weights, rate, seed);
    }

    private TrainableHead head() {
        return assertInstanceOf(TrainableHead.class, Installed.one(Head.class, Head::name, name()));
    }

    private int width() {
        return examples().get(0).features().width();
    }

    private List<Target> targets() {
        return examples().stream().map(Example::target).toList();
    }

    private Map<String, Object> learnt() {
        Map<String, Object> config = new TreeMap<>(config());
        config.putAll(head().learn(targets(), config()));
        return config;
    }

    private Options options() {
        return Options.of(head().options(), learnt());
    }

    private List<Tensor> digests() {
        Options options = options();
        return examples().stream().map(e -> head().digest(e.features(), options)).toList();
    }

    private ModelPart part(Weights weights) {
        return ModelPart.of("contract/heads/" + name(), width(), learnt(), weights);
    }

    private static boolean equal(Weights one, Weights other) {
        return one.names().equals(other.names())
                && one.names().stream().allMatch(name -> one.get(name).equals(other.get(name)));
    }

    private static void assertAlike(Prediction expected, Prediction actual) {
        if (expected instanceof Prediction.Classes classes) {
            float[] scores = scores(classes);
            float[] others = scores(assertInstanceOf(Prediction.Classes.class, actual));
            for (int k = 0; k < others.length; k++) {
                if (others[k] >= 0) { // a session may leave out the least likely
                    assertEquals(scores[k], others[k], 1e-4, "score of label " + k);
                }
            }
        } else if (expected instanceof Prediction.Values values) {
            float[] numbers = values.values().toArray();
            float[] others = assertInstanceOf(Prediction.Values.class, actual).values().toArray();
            float size = 0;
            for (float number : numbers) {
                size = Math.max(size, Math.abs(number));
            }
            assertArrayEquals(numbers, others, 1e-4f * (1 + size));
        } else if (expected instanceof Prediction.Neighbours all) {
            var some = assertInstanceOf(Prediction.Neighbours.class, actual).neighbours();
            for (int i = 0; i < some.size(); i++) { // a session may leave out the least alike
                float similarity = all.neighbours().get(i).similarity();
                assertEquals(similarity, some.get(i).similarity(), 1e-5, "neighbour " + i);
            }
        } else {
            assertEquals(expected, actual);
        }
    }

    private static float[] scores(Prediction.Classes classes) {
        int most = classes.labels().stream().mapToInt(Prediction.Label::index).max().orElse(0);
        float[] scores = new float[most + 1];
        Arrays.fill(scores, -1);
        classes.labels().forEach(label -> scores[label.index()] = label.score());
        return scores;
    }
}
