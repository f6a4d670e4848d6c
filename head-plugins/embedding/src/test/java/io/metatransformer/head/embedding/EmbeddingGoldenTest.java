package io.metatransformer.head.embedding;

import static io.metatransformer.testkit.Within.assertClose;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the arithmetic of retrieval in PyTorch, a zero vector among the queries. */
class EmbeddingGoldenTest {
    private static final Golden GOLDEN =
            Golden.read(EmbeddingGoldenTest.class, "/golden/heads/embed-retrieval.safetensors");

    @ParameterizedTest
    @CsvSource({
        "query, query_unit, false",
        "gallery, gallery_unit, false",
        "query, projected_unit, true"
    })
    void vectors_of_length_1_agree_with_the_reference(
            String input, String output, boolean projected) {
        Tensor rows = GOLDEN.tensor("input." + input);
        Weights weights =
                projected
                        ? Weights.of(Map.of("proj", GOLDEN.tensor("weights.proj")))
                        : Weights.none();
        ModelPart part =
                ModelPart.of(
                        "golden",
                        rows.size(1),
                        Map.of("pooling", "none", "normalize", true),
                        weights);

        try (HeadSession head = new EmbeddingHead().open(part)) {
            var answer = (Prediction.Embedding) head.predict(features(rows));

            assertClose(output, GOLDEN.tensor("output." + output), answer.vectors(), 5e-6, 0);
        }
    }

    private static Features features(Tensor rows) {
        return Features.of(
                rows,
                List.of(
                        new Segment(
                                Modality.IMAGE,
                                0,
                                0,
                                new Layout.Set(rows.size(0)),
                                Origin.named("golden"))));
    }
}
