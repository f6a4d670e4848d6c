package io.metatransformer.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.EncoderPullback;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.head.classification.ClassificationHead;
import io.metatransformer.modality.tabular.TabularTokenizer;
import io.metatransformer.testkit.ClosedForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss on its way from a head through the frozen encoder into the weights of a tokenizer. */
class WholePathGradientTest {
    private static final int D = 24;
    private static final float MOVE = 1e-2f;
    private static final TrainingRules RULES = new TrainingRules(0, 0, 0, 0, 0);
    private static final float[] EVENLY = {1, 1, 1, 1};
    private static final String TABLE =
            "job,city,age\ncook,rome,31\nclerk,oslo,52\ncook,oslo,44\nclerk,rome,23\n";

    private final TabularTokenizer tokenizer = new TabularTokenizer();
    private final ClassificationHead head = new ClassificationHead();

    @TempDir Path temp;
    private ModelPart table;
    private EncoderPullback encoder;
    private HeadTraining training;
    private Options options;

    @BeforeEach
    void open() {
        Options plain = Options.defaults(tokenizer.options());
        Map<String, Object> config = tokenizer.learn(input(TABLE), plain);
        Options fitted = Options.of(tokenizer.options(), config);
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        for (WeightSpec spec : tokenizer.weights(fitted, D)) {
            drawn.put(spec.name(), spec.draw(5));
        }
        table = ModelPart.of("base/tokenizers/tabular", D, config, Weights.of(drawn));
        EncoderConfig shape = EncoderConfig.plain(D, 2, 4);
        ModelPart part = Exported.part(temp, shape, ClosedForm.encoder(D, 2));
        encoder = new TensorFlowEncoder().differentiate(part);
        Map<String, Object> labels = head.learn(targets(), Map.of());
        options = Options.of(head.options(), labels);
        ModelPart start = ModelPart.of("base/heads/table", D, labels, Weights.none());
        List<Tensor> digests = digests(tokens(table.weights()));
        training = head.train(start, digests, RULES);
        for (int t = 0; t < 3; t++) { // a drawn head hardly looks at its features
            training.step(digests, targets(), EVENLY, 0.02, t);
        }
    }

    @AfterEach
    void close() {
        training.close();
        encoder.close();
    }

    private static Input input(String text) {
        return Input.of(Modality.TABULAR, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Target> targets() {
        return List.of(
                new Target.Label("a"),
                new Target.Label("b"),
                new Target.Label("b"),
                new Target.Label("c"));
    }

    private TokenizerTraining tokenizer(Weights weights) {
        return tokenizer.train(ModelPart.of(table.name(), D, table.config(), weights), RULES);
    }

    private static List<PreparedInput> rows(TokenizerTraining learning) {
        String[] lines = TABLE.split("\n");
        List<PreparedInput> rows = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            rows.add(learning.prepare(input(lines[0] + "\n" + lines[i] + "\n")));
        }
        return rows;
    }

    private List<TokenSequence> tokens(Weights weights) {
        try (TokenizerTraining learning = tokenizer(weights)) {
            return learning.forward(rows(learning), 0);
        }
    }

    private List<Tensor> digests(List<TokenSequence> tokens) {
        return encoder.encode(tokens).stream().map(each -> head.digest(each, options)).toList();
    }

    private HeadTraining.Step step(List<Tensor> digests) {
        return training.stepThrough(digests, targets(), EVENLY, 0, 0);
    }

    private double loss(Weights weights) {
        return step(digests(tokens(weights))).loss();
    }

    private List<TokenGradient> gradients(List<TokenSequence> tokens) {
        List<Features> features = encoder.encode(tokens);
        HeadTraining.Step step =
                step(features.stream().map(each -> head.digest(each, options)).toList());
        List<Tensor> back = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            back.add(head.pullback(features.get(i), options, step.digestGradients().get(i)));
        }
        return encoder.pullback(tokens, back);
    }

    /** Σ token ⊙ gradient. */
    private static double product(List<TokenSequence> tokens, List<TokenGradient> gradients) {
        double sum = 0;
        for (int i = 0; i < tokens.size(); i++) {
            float[] x = tokens.get(i).tokens().toArray();
            float[] g = gradients.get(i).tokens().toArray();
            for (int j = 0; j < x.length; j++) {
                sum += (double) x[j] * g[j];
            }
        }
        return sum;
    }

    private Weights moved(String name, int element, float by) {
        Map<String, Tensor> moved = new LinkedHashMap<>();
        Weights all = table.weights();
        all.names().forEach(each -> moved.put(each, all.get(each)));
        float[] values = all.get(name).toArray();
        values[element] += by;
        moved.put(name, Tensor.of(values, all.shape(name)));
        return Weights.of(moved);
    }

    @Test
    void the_loss_changes_with_a_tokenizers_weight_as_the_gradient_of_its_tokens_says() {
        List<TokenGradient> gradients = gradients(tokens(table.weights()));
        Weights stepped;
        try (TokenizerTraining learning = tokenizer(table.weights())) {
            List<PreparedInput> rows = rows(learning);
            learning.forward(rows, 0);
            learning.step(rows, gradients, 1e-3, 0);
            stepped = learning.weights();
        }

        double largest = 0;
        for (String name : table.weights().names()) {
            int elements = table.weights().get(name).elements();
            for (int i = 1; i < elements; i += 1 + elements / 5) {
                Weights more = moved(name, i, MOVE);
                Weights less = moved(name, i, -MOVE);
                double whole = (loss(more) - loss(less)) / (2 * MOVE);
                double byTokens =
                        (product(tokens(more), gradients) - product(tokens(less), gradients))
                                / (2 * MOVE);
                assertEquals(whole, byTokens, 2e-4 + 0.02 * Math.abs(whole), name + " " + i);
                if (Math.abs(whole) > 2e-3) {
                    double step =
                            stepped.get(name).data().get(i)
                                    - table.weights().get(name).data().get(i);
                    assertTrue(step * whole < 0, name + " " + i + " stepped up the loss");
                }
                largest = Math.max(largest, Math.abs(whole));
            }
        }
        assertTrue(
                largest > 1e-2,
                "no weight that was tried changes the loss by more than " + largest);
    }
}
