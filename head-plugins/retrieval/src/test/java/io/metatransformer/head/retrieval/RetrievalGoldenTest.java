package io.metatransformer.head.retrieval;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Neighbour;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From tokens to neighbours, against the reference's embeddings and CLIP's logits. */
class RetrievalGoldenTest {
    private static final double TOLERANCE = 5e-6;
    private static final Map<String, Object> PLAIN = Map.of("norm", false);
    private static final Golden GOLDEN =
            Golden.read(RetrievalGoldenTest.class, "/golden/heads/embed-retrieval.safetensors");
    private static final int WIDTH = GOLDEN.shape("input.query")[1];
    private static final int QUERIES = GOLDEN.shape("input.query")[0];
    private static final int G = GOLDEN.shape("input.gallery")[0];

    private static Features row(String name, int row) {
        float[] all = GOLDEN.tensor(name).toArray();
        return Examples.token(
                Modality.IMAGE, Arrays.copyOfRange(all, row * WIDTH, (row + 1) * WIDTH));
    }

    private static Weights filled(Weights start) {
        try (HeadTraining filling = Examples.filling(WIDTH, PLAIN, start)) {
            for (int g = 0; g < G; g++) {
                Examples.add(filling, PLAIN, row("input.gallery", g), Examples.item("" + g));
            }
            return filling.weights();
        }
    }

    private static Weights scaled() {
        return Weights.of(Map.of("logit_scale", GOLDEN.tensor("weights.logit_scale")));
    }

    @Test
    void items_are_kept_with_length_one() {
        assertClose(
                "gallery",
                GOLDEN.doubles("output.gallery_unit"),
                filled(Weights.none()).get("gallery").toArray(),
                TOLERANCE,
                0);
    }

    @Test
    void similarities_and_probabilities_are_those_of_clip() {
        Weights weights = filled(scaled());
        double[] cosines = GOLDEN.doubles("output.cosine");
        double[] probabilities = GOLDEN.doubles("output.probs");
        long[] best = GOLDEN.longs("output.top3");

        try (HeadSession session = Examples.HEAD.open(Examples.part(WIDTH, PLAIN, weights))) {
            for (int q = 0; q < QUERIES; q++) {
                List<Neighbour> all = neighbours(session, row("input.query", q), 100);
                float[] similarity = new float[G];
                float[] probability = new float[G];
                for (Neighbour each : all) {
                    similarity[Integer.parseInt(each.id())] = each.similarity();
                    probability[Integer.parseInt(each.id())] = each.probability().orElseThrow();
                }

                assertClose("cosines of " + q, part(cosines, q), similarity, TOLERANCE, 0);
                assertClose("shares of " + q, part(probabilities, q), probability, TOLERANCE, 0);
                if (q < 3) { // the last query is zero, and as far from everything
                    List<Long> three =
                            neighbours(session, row("input.query", q), 3).stream()
                                    .map(each -> Long.valueOf(each.id()))
                                    .toList();
                    assertEquals(List.of(best[3 * q], best[3 * q + 1], best[3 * q + 2]), three);
                }
            }
        }
    }

    @Test
    void a_projection_comes_before_the_length() {
        Map<String, Tensor> start = new LinkedHashMap<>();
        start.put("proj", GOLDEN.tensor("weights.proj"));
        Embedder embedder = Embedder.of("golden", Weights.of(start));
        int E = GOLDEN.shape("weights.proj")[1];
        double[] expected = GOLDEN.doubles("output.projected_unit");

        for (int q = 0; q < QUERIES; q++) {
            assertClose(
                    "query " + q,
                    Arrays.copyOfRange(expected, q * E, (q + 1) * E),
                    embedder.embedded(row("input.query", q).values().toArray(), E),
                    TOLERANCE,
                    0);
        }
        assertEquals(E, filled(Weights.of(start)).shape("gallery")[1]);
    }

    private static List<Neighbour> neighbours(HeadSession session, Features query, int k) {
        return ((Prediction.Neighbours) session.predict(query, Map.of("top_k", k))).neighbours();
    }

    private static double[] part(double[] all, int query) {
        return Arrays.copyOfRange(all, query * G, (query + 1) * G);
    }
}
