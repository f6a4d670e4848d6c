package io.metatransformer.core.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Neighbour;
import io.metatransformer.api.Prediction.Neighbours;
import io.metatransformer.api.Target;
import io.metatransformer.testkit.Golden;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetrievalMetricsTest {
    private static final Golden GOLDEN =
            Golden.read(RetrievalMetricsTest.class, "/golden/heads/metric-reid.safetensors");

    @Test
    void identities_are_found_again_as_well_as_the_reference_says() {
        RetrievalMetrics metrics = new RetrievalMetrics();
        List<Prediction> answers = new ArrayList<>();
        List<Target> queries = new ArrayList<>();
        int[] identities = GOLDEN.ints("input.query_id");
        int[] cameras = GOLDEN.ints("input.query_cam");
        for (int q = 0; q < identities.length; q++) {
            Neighbours answer = ranked(q);
            Target.Item query = item("query " + q, identities[q], cameras[q]);
            metrics.add(answer, query);
            answers.add(answer);
            queries.add(query);
        }

        Evaluation evaluation = metrics.evaluation();

        assertEquals(GOLDEN.doubles("output.mAP")[0], evaluation.score(), 1e-9);
        assertEquals(
                GOLDEN.doubles("output.mINP")[0],
                evaluation.metrics().get("mean_inverse_negative_penalty"),
                1e-9);
        double[] shares = GOLDEN.doubles("output.cmc10");
        for (int k = 1; k <= shares.length; k++) {
            assertEquals(shares[k - 1], metrics.among(k), 1e-9, "rank " + k);
        }
        assertEquals(evaluation, Evaluation.of(answers, queries));
    }

    /** The whole gallery, by the distances of the reference. */
    private static Neighbours ranked(int query) {
        double[] distances = GOLDEN.doubles("output.distance");
        int[] identities = GOLDEN.ints("input.gallery_id");
        int[] cameras = GOLDEN.ints("input.gallery_cam");
        List<Neighbour> all = new ArrayList<>();
        for (int g = 0; g < identities.length; g++) {
            float similarity = (float) (1 - distances[query * identities.length + g]);
            all.add(neighbour("" + g, "" + identities[g], "" + cameras[g], similarity));
        }
        all.sort(Comparator.comparing((Neighbour each) -> -each.similarity()));
        return new Neighbours(all, Optional.empty());
    }

    @Test
    void a_query_that_is_in_the_gallery_is_not_found_by_itself_but_its_namesake_is() {
        Neighbour itself = neighbour("a.png", "ann", null, 1);
        Neighbour stranger = neighbour("b.png", "ben", null, 0.75f);
        Neighbour namesake = neighbour("a.png", "ann", null, 0.5f);
        Target.Item query = new Target.Item("a.png", Optional.of("ann"), Optional.empty());

        Evaluation evaluation = measured(List.of(itself, stranger, namesake), query);

        assertEquals(0, evaluation.metrics().get("rank_1"));
        assertEquals(0.5, evaluation.score());
    }

    @Test
    void queries_without_a_match_are_counted_apart() {
        RetrievalMetrics metrics = new RetrievalMetrics();
        List<Neighbour> gallery = List.of(neighbour("1", "ann", null, 0.5f));
        metrics.add(new Neighbours(gallery, Optional.empty()), query("ann"));
        metrics.add(new Neighbours(gallery, Optional.empty()), query("ben"));

        Evaluation evaluation = metrics.evaluation();

        assertEquals(1, evaluation.examples());
        assertEquals(0.5, evaluation.metrics().get("without_match"));
        var refusal =
                assertThrows(MetaTransformerException.class, () -> measured(gallery, query("ben")));
        assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code());
    }

    @Test
    void queries_are_told_by_a_label_or_as_items_and_by_nothing_else() {
        Neighbours answer =
                new Neighbours(
                        List.of(
                                neighbour("q.png", "ann", null, 1),
                                neighbour("1", "ann", null, 0.5f)),
                        Optional.empty());
        Measuring measuring = new Measuring();
        measuring.add("q.png", answer, new Target.Label("ann"));

        assertEquals(1, measuring.evaluation().score());
        Target unknown = new Target.Item("q", Optional.empty(), Optional.empty());
        for (Target wrong : List.of(unknown, new Target.Boxes(List.of()))) {
            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> new Measuring().add("q", answer, wrong));
            assertTrue(refusal.getMessage().contains("label"), refusal.getMessage());
        }
    }

    @Test
    void the_label_of_an_item_is_what_a_classifier_is_measured_by() {
        Measuring measuring = new Measuring();
        measuring.add(
                "a",
                new Prediction.Classes(List.of(new Prediction.Label("ann", 0, 1)), true),
                item("a", "ann", null));

        assertEquals(1, measuring.evaluation().metrics().get("accuracy"));
    }

    private static Evaluation measured(List<Neighbour> gallery, Target.Item query) {
        RetrievalMetrics metrics = new RetrievalMetrics();
        metrics.add(new Neighbours(gallery, Optional.empty()), query);
        return metrics.evaluation();
    }

    private static Target.Item query(String label) {
        return item("query", label, null);
    }

    private static Target.Item item(String id, Object label, Object camera) {
        return new Target.Item(
                id, Optional.of("" + label), Optional.ofNullable(camera).map(Object::toString));
    }

    private static Neighbour neighbour(String id, String label, String camera, float similarity) {
        return new Neighbour(
                id, Optional.of(label), Optional.ofNullable(camera), similarity, Optional.empty());
    }
}
