package io.metatransformer.head.regression;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegressionGoldenTest {
    private static final Golden GOLDEN =
            Golden.read(RegressionGoldenTest.class, "/golden/heads/reg-graph.safetensors");

    @Test
    void a_head_of_the_references_graph_regression_answers_as_there() {
        RegressionHead head = new RegressionHead();
        Weights weights = head.adopt(GOLDEN.weights("weights."));
        Map<String, Object> config =
                Map.of("pooling", List.of("cls"), "norm", false, "transform", true);
        Tensor tokens = GOLDEN.tensor("input.tokens");
        float[] answers = new float[5];

        try (HeadSession session =
                head.open(ModelPart.of("test/heads/graph", 24, config, weights))) {
            for (int i = 0; i < 5; i++) {
                float[] rows = new float[8 * 24];
                tokens.data().get(i * rows.length, rows);
                Segment segment =
                        new Segment(Modality.GRAPH, 0, 1, new Layout.Set(7), Origin.named("graph"));
                var features = Features.of(Tensor.of(rows, 8, 24), List.of(segment));
                var values = (Prediction.Values) session.predict(features);
                answers[i] = values.values().data().get(0);
            }
        }

        assertClose("values", GOLDEN.tensor("output.value").toArray(), answers, 5e-6, 0);
    }

    @Test
    void other_checkpoints_bring_nothing() {
        Weights other =
                Weights.of(Map.of("encoder.layer_norm.weight", Tensor.of(new float[] {1}, 1)));

        assertEquals(Set.of(), new RegressionHead().adopt(other).names());
    }
}
