package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainableTokenizer;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a tokenizer promises that is a {@link TrainableTokenizer}. */
abstract class TokenizerTrainingContract extends TokenizerRefusalContract {
    private static final TrainingRules RULES = new TrainingRules(0, 0, 0, 0, 0);
    private static final double TOLERANCE = 2e-5;
    private static final int PROBES = 12;

    /** Below this a numeric gradient may be nothing but rounding. */
    private static final double CERTAIN = 0.05;

    @Test
    void training_makes_of_inputs_the_tokens_that_a_session_makes() {
        try (TokenizerTraining training = begin(weights());
                TokenizerSession session = open()) {
            assertAlike(session, training, prepared(training));
            for (PreparedInput each : prepared(training)) {
                assertEquals(1, training.tokenize(List.of(each)).size());
            }
        }
    }

    @Test
    void a_step_moves_each_weight_against_its_gradient() {
        Weights before = weights();
        Weights after;
        try (TokenizerTraining training = begin(before)) {
            step(training, 1, 0);
            after = training.weights();
        }

        int certain = 0;
        List<String> names = before.names().stream().filter(name -> !staysAsItIs(name)).toList();
        for (int probe = 0; probe < PROBES; probe++) {
            String name = names.get(probe * names.size() / PROBES);
            int elements = before.get(name).elements();
            int any = (int) ((probe * 0.618034 % 1) * elements);
            // Most rows of a large table are of words that no sample has: every other probe is one
            // that moved.
            int element = probe % 2 == 0 ? any : movedAfter(before.get(name), after.get(name), any);
            double numeric =
                    (loss(moved(before, name, element, probeStep()))
                                    - loss(moved(before, name, element, -probeStep())))
                            / (2 * probeStep());
            if (Math.abs(numeric) > CERTAIN) {
                certain++;
                double move =
                        after.get(name).data().get(element) - before.get(name).data().get(element);
                assertTrue(
                        move * numeric < 0,
                        () -> name + "[" + element + "] moved by " + move + " against " + numeric);
            }
        }
        assertTrue(certain > 0, "no weight that was tried changes the tokens");
        for (String name : before.names()) {
            if (staysAsItIs(name)) {
                assertEquals(before.get(name), after.get(name), name);
            }
        }
    }

    /** The first element from {@code start} on, beginning anew at the end, that is another; or {@code start}. */
    private static int movedAfter(Tensor before, Tensor after, int start) {
        for (int i = 0; i < before.elements(); i++) {
            int element = (start + i) % before.elements();
            if (before.data().get(element) != after.data().get(element)) {
                return element;
            }
        }
        return start;
    }

    @Test
    void equal_steps_give_equal_weights_bit_for_bit() {
        assertSame(stepped(3), stepped(3));
    }

    private Weights stepped(int steps) {
        try (TokenizerTraining training = begin(weights())) {
            for (int t = 0; t < steps; t++) {
                step(training, 1e-2, t);
            }
            return training.weights();
        }
    }

    @Test
    void a_session_opens_with_the_weights_that_were_learnt() {
        try (TokenizerTraining training = begin(weights())) {
            step(training, 1e-2, 0);
            try (TokenizerSession session = service().open(part(config(), training.weights()))) {
                assertAlike(session, training, prepared(training));
            }
        }
    }

    @Test
    void a_training_goes_on_where_its_state_was_taken_bit_for_bit() {
        Weights whole;
        Weights state;
        try (TokenizerTraining training = begin(weights())) {
            step(training, 1e-2, 0);
            state = training.state();
            step(training, 1e-2, 1);
            whole = training.weights();
        }

        try (TokenizerTraining again = begin(weights())) {
            again.restore(state);
            step(again, 1e-2, 1);
            assertSame(whole, again.weights());
        }
    }

    @Test
    void training_refuses_what_a_session_refuses() {
        try (TokenizerTraining training = begin(weights())) {
            Refused.with(
                    refusalsOfOtherBytes(),
                    "bytes of no format",
                    () -> training.prepare(Input.of(modality(), DamagedInputs.otherBytes())));
        }
    }

    private TokenizerTraining begin(Weights weights) {
        assumeTrue(service() instanceof TrainableTokenizer, "this tokenizer does not learn");
        return ((TrainableTokenizer) service()).train(part(config(), weights), RULES);
    }

    private List<PreparedInput> prepared(TokenizerTraining training) {
        return samples().stream().map(training::prepare).toList();
    }

    private void step(TokenizerTraining training, double rate, long seed) {
        List<PreparedInput> batch = prepared(training);
        List<TokenGradient> gradients = new ArrayList<>();
        for (TokenSequence sequence : training.forward(batch, seed)) {
            int item = gradients.size();
            Tensor like = sequence.tokens();
            gradients.add(
                    new TokenGradient(
                            gradient(item, like),
                            sequence.positions().map(any -> gradient(-1 - item, like))));
        }
        training.step(batch, gradients, rate, seed);
    }

    /** Any will do, as long as it is the same each time. */
    private static Tensor gradient(int item, Tensor like) {
        SplitMix64 random = new SplitMix64(item);
        float[] values = new float[like.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return Tensor.of(values, like.shape());
    }

    /** {@code Σ token ⊙ gradient}. */
    private double loss(Weights weights) {
        try (TokenizerTraining training = begin(weights)) {
            List<TokenSequence> sequences = training.forward(prepared(training), 0);
            double sum = 0;
            for (int item = 0; item < sequences.size(); item++) {
                TokenSequence each = sequences.get(item);
                sum += product(each.tokens(), gradient(item, each.tokens()));
                if (each.positions().isPresent()) {
                    sum += product(each.positions().get(), gradient(-1 - item, each.tokens()));
                }
            }
            return sum;
        }
    }

    private static double product(Tensor x, Tensor y) {
        double sum = 0;
        for (int i = 0; i < x.elements(); i++) {
            sum += (double) x.data().get(i) * y.data().get(i);
        }
        return sum;
    }

    private static Weights moved(Weights weights, String name, int element, float by) {
        Map<String, Tensor> moved = new LinkedHashMap<>();
        weights.names().forEach(each -> moved.put(each, weights.get(each)));
        float[] values = weights.get(name).toArray();
        values[element] += by;
        moved.put(name, Tensor.of(values, weights.shape(name)));
        return Weights.of(moved);
    }

    private void assertAlike(
            TokenizerSession session, TokenizerTraining training, List<PreparedInput> inputs) {
        List<TokenSequence> made = training.tokenize(inputs);
        for (int i = 0; i < made.size(); i++) {
            TokenSequence expected = session.tokenize(samples().get(i));
            assertEquals(expected.segments(), made.get(i).segments(), "segments of sample " + i);
            Within.assertClose(
                    "tokens of sample " + i,
                    expected.tokens(),
                    made.get(i).tokens(),
                    TOLERANCE,
                    TOLERANCE);
            assertEquals(expected.positions().isPresent(), made.get(i).positions().isPresent());
            if (expected.positions().isPresent()) {
                Within.assertClose(
                        "positions of sample " + i,
                        expected.positions().get(),
                        made.get(i).positions().orElseThrow(),
                        TOLERANCE,
                        TOLERANCE);
            }
        }
    }

    private static void assertSame(Weights expected, Weights actual) {
        assertEquals(expected.names(), actual.names());
        expected.names().forEach(name -> assertEquals(expected.get(name), actual.get(name), name));
    }
}
