package io.metatransformer.head.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Neighbour;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RetrievalHeadTest {
    private static final Map<String, Object> PLAIN = Map.of("norm", false);
    private static final Map<String, Object> SHARED = Map.of("norm", false, "space", "clip");

    private static Features picture(float x, float y) {
        return Examples.token(Modality.IMAGE, x, y);
    }

    /** Compass points, on two cameras. */
    private static Weights compass(Map<String, Object> config) {
        try (HeadTraining filling = Examples.filling(2, config, Weights.none())) {
            Examples.add(filling, config, picture(0, 2), Examples.item("north", "ann", "hall"));
            Examples.add(filling, config, picture(3, 0), Examples.item("east", "ben", "door"));
            Examples.add(filling, config, picture(0, -1), Examples.item("süd, 南"));
            return filling.weights();
        }
    }

    private static HeadSession open(Map<String, Object> config, Weights weights) {
        return Examples.HEAD.open(Examples.part(2, config, weights));
    }

    private static Prediction.Neighbours ask(
            HeadSession session, Features query, Map<String, ?> options) {
        return (Prediction.Neighbours) session.predict(query, options);
    }

    private static List<String> ids(Prediction.Neighbours answer) {
        return answer.neighbours().stream().map(Neighbour::id).toList();
    }

    @Test
    void the_most_alike_items_come_first_with_all_that_is_known_of_them() {
        try (HeadSession session = open(PLAIN, compass(PLAIN))) {
            Prediction.Neighbours all = ask(session, picture(1, 9), Map.of());

            assertEquals(List.of("north", "east", "süd, 南"), ids(all));
            Neighbour first = all.neighbours().get(0);
            assertEquals(Optional.of("ann"), first.label());
            assertEquals(Optional.of("hall"), first.camera());
            assertEquals(9 / Math.sqrt(82), first.similarity(), 1e-6);
            assertEquals(Optional.empty(), first.probability());
            assertEquals(Optional.empty(), all.neighbours().get(2).label());
            assertEquals(Optional.empty(), all.space());
        }
    }

    @Test
    void a_request_says_how_many_and_how_alike() {
        try (HeadSession session = open(PLAIN, compass(PLAIN))) {
            assertEquals(List.of("east"), ids(ask(session, picture(9, 1), Map.of("top_k", 1))));
            assertEquals(
                    List.of("east", "north"),
                    ids(ask(session, picture(9, 1), Map.of("threshold", 0))));
            float sure =
                    ask(session, picture(1, 0), Map.of("logit_scale", Math.log(100)))
                            .neighbours()
                            .get(0)
                            .probability()
                            .orElseThrow();
            assertEquals(1, sure, 1e-6);
        }
    }

    @Test
    void equal_items_come_in_the_order_of_the_gallery() {
        try (HeadTraining filling = Examples.filling(2, PLAIN, Weights.none())) {
            for (int i = 0; i < 5; i++) {
                Examples.add(filling, PLAIN, picture(1, 1), Examples.item("" + i));
            }

            try (HeadSession session = open(PLAIN, filling.weights())) {
                assertEquals(
                        List.of("0", "1", "2"),
                        ids(ask(session, picture(2, 2), Map.of("top_k", 3))));
            }
        }
    }

    @Test
    void an_input_of_another_modality_is_refused_where_no_space_is_shared() {
        Features sound = Examples.token(Modality.AUDIO, 0, 1);
        try (HeadSession alone = open(PLAIN, compass(PLAIN));
                HeadSession shared = open(SHARED, compass(SHARED))) {
            var refusal = refused(ErrorCode.UNSUPPORTED, () -> alone.predict(sound));
            assertTrue(refusal.contains("a gallery of image"), refusal);
            assertTrue(refusal.contains("audio"), refusal);

            Prediction.Neighbours answer = ask(shared, sound, Map.of());
            assertEquals(Optional.of("clip"), answer.space());
            assertEquals("north", ids(answer).get(0));
            assertEquals(Optional.empty(), ask(shared, picture(1, 1), Map.of()).space());
        }
    }

    @Test
    void modalities_are_mixed_in_a_gallery_only_if_they_share_a_space() {
        Features sound = Examples.token(Modality.AUDIO, 0, 1);
        try (HeadTraining alone = Examples.filling(2, PLAIN, compass(PLAIN));
                HeadTraining shared = Examples.filling(2, SHARED, compass(SHARED))) {
            var refusal =
                    refused(
                            ErrorCode.SCHEMA_MISMATCH,
                            () -> Examples.add(alone, PLAIN, sound, Examples.item("song")));
            assertTrue(refusal.contains("audio, image"), refusal);

            Examples.add(shared, SHARED, sound, Examples.item("song"));
            try (HeadSession session = open(SHARED, shared.weights())) {
                assertEquals(Optional.of("clip"), ask(session, sound, Map.of()).space());
            }
        }
    }

    @Test
    void a_gallery_is_added_to_and_an_id_that_comes_again_replaces() {
        try (HeadTraining filling = Examples.filling(2, PLAIN, compass(PLAIN))) {
            Examples.add(filling, PLAIN, picture(-1, 0), Examples.item("north"));
            Examples.add(filling, PLAIN, picture(1, 1), Examples.item("north-east"));

            try (HeadSession session = open(PLAIN, filling.weights())) {
                Prediction.Neighbours all = ask(session, picture(0, 1), Map.of());
                assertEquals(4, all.neighbours().size());
                assertEquals("north-east", ids(all).get(0));
                assertEquals(Set.of("image"), modalities(filling.weights()));
            }
        }
    }

    private static Set<String> modalities(Weights weights) {
        return Gallery.of(weights).modalities();
    }

    @Test
    void a_label_becomes_an_item_named_for_its_example() {
        Target named = Examples.HEAD.target("ann/1.png", new Target.Label("ann"));

        assertEquals(new Target.Item("ann/1.png", Optional.of("ann"), Optional.empty()), named);
        assertEquals(Examples.item("7"), Examples.HEAD.target("x", Examples.item("7")));
    }

    @Test
    void two_items_of_one_id_are_refused_by_name() {
        List<Target> items = List.of(Examples.item("7"), Examples.item("8"), Examples.item("7"));

        String refusal =
                refused(ErrorCode.SCHEMA_MISMATCH, () -> Examples.HEAD.learn(items, Map.of()));

        assertTrue(refusal.contains("'7'"), refusal);
    }

    @Test
    void weights_that_are_no_gallery_are_refused() {
        bad("rows of 3", "gallery", Tensor.of(new float[9], 3, 3));
        bad("'ids' 1", "ids", Texts.tensor(List.of("only one")));
        bad("'labels' 2", "labels", Texts.tensor(List.of("one", "two")));
        bad("names no modality", "modalities", Texts.tensor(List.of()).reshape(0));
        bad("byte 0 is 0.5", "ids", Tensor.of(new float[] {0.5f}, 1));
        bad("has no end", "ids", Tensor.of(new float[] {65}, 1));
        bad("not UTF-8", "ids", Tensor.of(new float[] {255, 0}, 2));
        bad("queries become 3", "proj", Tensor.of(new float[6], 2, 3));
    }

    private static void bad(String part, String name, Tensor tensor) {
        Weights good = compass(PLAIN);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        good.names().forEach(each -> tensors.put(each, good.get(each)));
        tensors.put(name, tensor);

        String refusal = refused(ErrorCode.BAD_WEIGHTS, () -> open(PLAIN, Weights.of(tensors)));

        assertTrue(refusal.contains(part), refusal);
    }

    @Test
    void what_cannot_be_filled_or_searched_is_refused() {
        try (HeadTraining empty = Examples.filling(2, PLAIN, Weights.none())) {
            refused(ErrorCode.EMPTY_INPUT, empty::weights);
        }
        try (HeadTraining filling = Examples.filling(2, PLAIN, compass(PLAIN))) {
            refused(
                    ErrorCode.SCHEMA_MISMATCH,
                    () -> Examples.add(filling, PLAIN, picture(1, 1), new Target.Label("ann")));
            refused(
                    ErrorCode.SHAPE_MISMATCH,
                    () ->
                            Examples.add(
                                    filling,
                                    PLAIN,
                                    Examples.token(Modality.IMAGE, 1, 2, 3),
                                    Examples.item("wide")));
        }
        Map<String, Tensor> norm = new LinkedHashMap<>();
        norm.put("norm.weight", Tensor.of(new float[] {2, 1}, 2));
        norm.put("norm.bias", Tensor.of(new float[2], 2));
        refused(
                ErrorCode.BAD_WEIGHTS,
                () -> Examples.filling(2, Map.of(), Weights.of(norm)).close());
        try (HeadSession session = open(PLAIN, compass(PLAIN))) {
            refused(ErrorCode.NON_FINITE_OUTPUT, () -> session.predict(picture(Float.NaN, 1)));
        }
    }

    private static String refused(ErrorCode code, Executable call) {
        var refusal = assertThrows(MetaTransformerException.class, call);
        assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal.getMessage();
    }
}
