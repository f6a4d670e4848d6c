package io.metatransformer.modality.pointcloud;

import static io.metatransformer.modality.pointcloud.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointCloudTokenizerTest {
    private static final int WIDTH = 16;
    private static final PointCloudTokenizer TOKENIZER = new PointCloudTokenizer();

    @ParameterizedTest
    @CsvSource({"modelnet40, 30", "scanobjectnn, 30", "shapenetpart, 7", "s3dis, 7", "scannet, 7"})
    void every_preset_makes_a_class_token_and_one_per_group(String preset, int groups) {
        try (TokenizerSession session = open(Map.of("preset", preset, "voxel_size", 0))) {
            TokenSequence tokens = session.tokenize(Files.input("files/cloud_ascii.ply"));

            assertEquals(1 + groups, tokens.length());
            assertEquals(1, tokens.segments().get(0).specialTokens());
            assertEquals(groups, tokens.segments().get(0).layout().length());
            assertTrue(tokens.positions().isPresent(), "no positions");
        }
    }

    @Test
    void a_token_leads_back_to_its_point_in_the_file() {
        Cloud cloud = Files.cloud(Files.input("files/cloud.las"), Map.of());
        try (TokenizerSession session = open(Map.of("num_points", 64))) {
            var segment = session.tokenize(Files.input("files/cloud.las")).segments().get(0);
            Origin origin = segment.origin();

            float[] centres = ((Layout.Points) segment.layout()).centres().toArray();
            float[] indices = origin.arrays().get("centre_indices").toArray();
            double scale = number(origin, "scale");
            for (int group = 0; group < indices.length; group++) {
                for (int axis = 0; axis < 3; axis++) {
                    double offset = number(origin, "offset_" + "xyz".charAt(axis));
                    assertEquals(
                            cloud.xyz()[3 * (int) indices[group] + axis],
                            centres[3 * group + axis] * scale + offset,
                            1e-5);
                }
            }
            assertEquals("120", origin.fact("points").orElseThrow());
            assertEquals("64", origin.fact("sampled").orElseThrow());
            assertEquals("LAS", origin.fact("format").orElseThrow());
            assertArrayEquals(new int[] {64}, origin.arrays().get("point_indices").shape());
        }
    }

    @Test
    void where_a_cloud_lies_and_how_large_it_is_changes_nothing() {
        double[] xyz = Files.cloud(Files.input("files/cloud.xyz"), Map.of()).xyz();
        StringBuilder near = new StringBuilder();
        StringBuilder far = new StringBuilder();
        for (int i = 0; i < xyz.length; i += 3) {
            near.append(row(xyz[i], xyz[i + 1], xyz[i + 2]));
            far.append(row(4 * xyz[i] + 4e6, 4 * xyz[i + 1] - 5e6, 4 * xyz[i + 2] + 300));
        }
        try (TokenizerSession session = open(Map.of())) {
            float[] here = session.tokenize(Files.text(near.toString())).tokens().toArray();
            float[] there = session.tokenize(Files.text(far.toString())).tokens().toArray();

            assertArrayEquals(here, there, 1e-4f);
        }
    }

    private static String row(double x, double y, double z) {
        return x + " " + y + " " + z + "\n";
    }

    @Test
    void a_random_choice_of_points_is_that_of_its_seed() {
        try (TokenizerSession session = open(Map.of("num_points", 40, "sampling", "random"))) {
            Input cloud = Files.input("files/cloud.xyz");
            float[] one = chosen(session, cloud);
            float[] other = chosen(session, cloud.withOptions(Map.of("seed", 5)));

            assertArrayEquals(one, chosen(session, cloud));
            assertFalse(Arrays.equals(one, other), "the seed changes nothing");
            Set<Float> distinct = new HashSet<>();
            for (float index : one) {
                distinct.add(index);
            }
            assertEquals(40, distinct.size(), "a point was chosen twice");
        }
    }

    private static float[] chosen(TokenizerSession session, Input input) {
        Origin origin = session.tokenize(input).segments().get(0).origin();
        return origin.arrays().get("point_indices").toArray();
    }

    @Test
    void a_room_is_thinned_to_a_point_per_cube_before_all_else() {
        String room = "0 0 0\n0.01 0.01 0.01\n0.05 0 0\n0.05 0 0.001\n1 1 1\n";
        Map<String, Object> config =
                Map.of("preset", "s3dis", "point_features", "position", "group_size", 2);
        try (TokenizerSession session = open(config)) {
            assertArrayEquals(new float[] {0, 2, 4}, chosen(session, Files.text(room)));
        }
    }

    @Test
    void points_that_are_no_numbers_are_left_out_on_request() {
        try (TokenizerSession session = open(Map.of())) {
            Input holes =
                    Files.text("0 0 0\nnan 1 2\n1 inf 0\n1 2 3\n")
                            .withOptions(Map.of("non_finite", "drop"));

            Origin origin = session.tokenize(holes).segments().get(0).origin();

            assertEquals("2", origin.fact("dropped").orElseThrow());
            assertArrayEquals(new float[] {0, 3}, origin.arrays().get("point_indices").toArray());
            Input none = Files.text("nan 1 2\n").withOptions(Map.of("non_finite", "drop"));
            assertRefused(ErrorCode.EMPTY_INPUT, "no point is left", () -> session.tokenize(none));
        }
    }

    @Test
    void every_point_of_a_file_is_kept_in_the_frame_of_its_tokens() {
        try (TokenizerSession session = open(Map.of("num_points", 3))) {
            Input cloud =
                    Files.text("0 0 0\n9 nan 2\n4 0 0\n1 0 0\n0 0 4\n")
                            .withOptions(Map.of("non_finite", "drop", "shape", "corner"));

            Origin origin = session.tokenize(cloud).segments().get(0).origin();

            float[] points = origin.arrays().get("points").toArray();
            assertEquals(15, points.length);
            double scale = number(origin, "scale");
            double offset = number(origin, "offset_x");
            assertEquals(4, points[6] * scale + offset, 1e-6);
            assertEquals(1, points[9] * scale + offset, 1e-6, "a point that was not embedded");
            assertTrue(Float.isNaN(points[3]), "a point that is left out has a place");
            assertEquals("corner", origin.fact("shape").orElseThrow());
            Map<String, Object> few = Map.of("non_finite", "drop", "keep_points", 4);
            Origin without = session.tokenize(cloud.withOptions(few)).segments().get(0).origin();
            assertFalse(without.arrays().containsKey("points"), "more than may be kept");
        }
    }

    @Test
    void levels_of_an_embedding_in_stages_are_kept() {
        try (TokenizerSession session = open(Map.of("preset", "shapenetpart"))) {
            Input cloud = Files.input("files/cloud_modelnet.txt");

            var segment = session.tokenize(cloud).segments().get(0);

            Origin origin = segment.origin();
            int N = origin.arrays().get("points").size(0);
            assertEquals(7, origin.arrays().get("points").size(1));
            Tensor level = origin.arrays().get("level_1");
            assertArrayEquals(new int[] {N / 4, 3 + session.width() / 2}, level.shape());
            float[] centres = ((Layout.Points) segment.layout()).centres().toArray();
            for (int axis = 0; axis < 3; axis++) { // the farthest points begin with the same one
                assertEquals(centres[axis], level.data().get(axis));
            }
            assertFalse(origin.arrays().containsKey("level_2"), "the tokens are the last level");
        }
    }

    @Test
    void positions_are_vectors_of_the_centres_and_not_of_what_lies_around_them() {
        String cloud = "0 0 0\n1 0 0\n0 1 0\n0 0 1\n";
        String scattered = "0 0 0\n1 0 0\n0 1 0\n0 0 1\n3 0 0\n0 2 0\n0 0 4\n";
        Map<String, Object> config = Map.of("ratio", 0.6, "normalisation", "none");
        try (TokenizerSession session = open(config)) {
            TokenSequence few = session.tokenize(Files.text(cloud));
            TokenSequence more = session.tokenize(Files.text(scattered));

            assertEquals(
                    row(few.positions().orElseThrow(), 1), row(more.positions().orElseThrow(), 1));
            assertNotEquals(row(few.tokens(), 1), row(more.tokens(), 1));
        }
    }

    private static ByteBuffer row(Tensor tensor, int row) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.size(1));
        for (int i = 0; i < tensor.size(1); i++) {
            bytes.putFloat(tensor.data().get(row * tensor.size(1) + i));
        }
        return bytes.flip();
    }

    @Test
    void lists_in_json_are_rows_of_numbers() {
        String rows = "0 0 0\n1 0.5 0\n0 -1e-1 2\n";
        String lists = " [[0, 0, 0], [1, 0.5, 0], [0, -1e-1, 2]]";
        try (TokenizerSession session = open(Map.of())) {
            assertEquals(
                    session.tokenize(Files.text(rows)).tokens(),
                    session.tokenize(Files.text(lists)).tokens());
        }
    }

    @Test
    void one_point_is_a_cloud() {
        try (TokenizerSession session = open(Map.of())) {
            assertEquals(2, session.tokenize(Files.text("1 2 3\n")).length());
        }
    }

    @Test
    void colours_of_one_file_become_features_like_those_of_another() {
        Map<String, Object> config = Map.of("preset", "s3dis", "voxel_size", 0);
        try (TokenizerSession session = open(config)) {
            float[] ply = session.tokenize(Files.input("files/cloud_le.ply")).tokens().toArray();
            float[] pcd = session.tokenize(Files.input("files/cloud_lzf.pcd")).tokens().toArray();

            assertArrayEquals(ply, pcd);
        }
    }

    @ParameterizedTest
    @CsvSource({"s3dis, files/cloud.xyz, no colours", "shapenetpart, files/cloud.las, no normals"})
    void a_file_without_what_the_model_reads_is_refused(String preset, String file, String words) {
        try (TokenizerSession session = open(Map.of("preset", preset))) {
            Input input = Files.input(file);

            assertRefused(ErrorCode.SHAPE_MISMATCH, words, () -> session.tokenize(input));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ratio, 0.5, p3, at most 0.25",
        "channels, '1,2', point_patch, three whole numbers",
        "channels, '1,2,2.5', point_patch, three whole numbers",
        "ratio, 0.0001, p3, to nothing"
    })
    void options_that_make_no_embedding_are_refused(
            String option, String value, String embedding, String words) {
        Map<String, Object> config = Map.of(option, value, "embedding", embedding);

        assertRefused(
                ErrorCode.BAD_CONFIG,
                words,
                () ->
                        TOKENIZER.open(
                                ModelPart.of("test/point-cloud", WIDTH, config, Weights.none())));
    }

    @Test
    void statistics_of_colours_are_three() {
        Map<String, Object> config = Map.of("preset", "s3dis", "colour_std", "1,0,1");
        try (TokenizerSession session = open(config)) {
            Input input = Files.input("files/cloud_le.ply");

            assertRefused(ErrorCode.BAD_CONFIG, "colour_std", () -> session.tokenize(input));
        }
    }

    @Test
    void a_model_of_the_reference_gives_its_own_tensors() {
        Tensor any = Tensor.of(new float[] {1}, 1);
        Map<String, Tensor> checkpoint = new HashMap<>();
        for (String name :
                new String[] {
                    "encoder.patch_embed.conv1.0.0.weight",
                    "encoder.patch_embed.conv1.0.1.num_batches_tracked",
                    "encoder.pos_embed.0.0.weight",
                    "encoder.cls_token",
                    "encoder.cls_pos",
                    "encoder.proj.weight",
                    "prediction.head.0.weight"
                }) {
            checkpoint.put(name, any);
        }

        assertEquals(
                Set.of(
                        "patch_embed.conv1.0.0.weight",
                        "pos_embed.0.0.weight",
                        "cls_token",
                        "cls_pos",
                        "proj.weight"),
                TOKENIZER.adopt(Weights.of(checkpoint)).names());
        assertEquals(
                Set.of(),
                TOKENIZER
                        .adopt(
                                Weights.of(
                                        Map.of(
                                                "patch_embed.proj.weight", any,
                                                "cls_token", any)))
                        .names());
    }

    @ParameterizedTest
    @CsvSource({
        "modelnet40, '', modelnet40",
        "modelnet40, 'norm=in,channels=8;12;16,group_features=dp_df', modelnet40",
        "scanobjectnn, '', scanobjectnn",
        "scanobjectnn, 'ratio=0.0625', scanobjectnn",
        "shapenetpart, '', shapenetpart",
        "s3dis, '', s3dis",
        "scannet, '', s3dis"
    })
    void trained_tensors_tell_how_they_are_to_be_used(String preset, String changes, String told) {
        Map<String, Object> trained = new HashMap<>(Map.of("preset", preset));
        for (String change : changes.isEmpty() ? new String[0] : changes.split(",")) {
            trained.put(change.split("=")[0], change.split("=")[1].replace(';', ','));
        }
        Weights weights = drawn(trained, WIDTH);

        Map<String, Object> options = TOKENIZER.configure(weights, Map.of());

        assertEquals(told, options.get("preset"));
        weights.require("test", TOKENIZER.weights(Options.of(TOKENIZER.options(), options), WIDTH));
    }

    @Test
    void stages_of_a_width_that_halves_unevenly_end_in_a_projection() {
        Map<String, Object> config = Map.of("preset", "shapenetpart");
        Options options = Options.of(TOKENIZER.options(), config);

        Set<String> names = new HashSet<>();
        TOKENIZER.weights(options, 15).forEach(spec -> names.add(spec.name()));

        assertTrue(names.contains("proj.weight"), names.toString());
        try (TokenizerSession session = open(config, 15)) {
            assertEquals(15, session.tokenize(Files.input("files/cloud_ascii.ply")).width());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x,y,z\n1,2,3\n",
                "Z,X,Y,r,g,b\n",
                "# .PCD v0.7\nVERSION 0.7\n",
                "OFF120 3 4\n"
            })
    void clouds_are_recognised_by_their_first_words(String head) {
        assertTrue(TOKENIZER.recognises(head(head)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t,x,y,z\n", "1 2 3\n", "x,y\n", "{\"x\": 1}", "plywood", ""})
    void what_may_be_anything_is_not_recognised(String head) {
        assertFalse(TOKENIZER.recognises(head(head)));
    }

    private static ByteBuffer head(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_person_sees_the_points_in_their_own_colours() {
        try (TokenizerSession session = open(Map.of("num_points", 100))) {
            Preview coloured = session.preview(Files.input("files/cloud_le.ply")).orElseThrow();
            Preview plain = session.preview(Files.input("files/cloud.xyz")).orElseThrow();

            String drawing = StandardCharsets.UTF_8.decode(coloured.bytes()).toString();
            assertEquals("PLY, 120 points, 100 sampled", coloured.caption());
            assertEquals("XYZ, 120 points, 100 sampled", plain.caption());
            assertEquals(100, drawing.split("<circle").length - 1);
            assertTrue(drawing.contains("#0bbe2b"), "not the colour of point 0");
        }
    }

    @Test
    void a_large_cloud_is_drawn_with_some_of_its_points() {
        float[] many = new float[3 * 9000];
        for (int i = 0; i < many.length; i++) {
            many[i] = (float) Math.sin(i);
        }
        Input input = Input.of(Modality.POINT_CLOUD, Tensor.of(many, 9000, 3));
        try (TokenizerSession session = open(Map.of("num_points", 9000))) {
            Preview preview = session.preview(input).orElseThrow();

            assertTrue(preview.bytes().remaining() > 50_000, "hardly anything is drawn");
        }
    }

    @Test
    void answers_are_drawn_upon_every_point_in_the_order_of_the_input() {
        float[] xyz = {1e6f, 2, 3, 1e6f + 1, 2, 3, 1e6f, 4, 3};
        Input input = Input.of(Modality.POINT_CLOUD, Tensor.of(xyz, 3, 3));
        try (TokenizerSession session = open(Map.of("num_points", 2))) {
            var cloud = (Backdrop.Cloud) session.backdrop(input, 100).orElseThrow();

            assertArrayEquals(new float[] {0, 0, 0, 1, 0, 0, 0, 2, 0}, cloud.xyz().toArray());
        }
    }

    private static double number(Origin origin, String fact) {
        return Double.parseDouble(origin.fact(fact).orElseThrow());
    }

    private static TokenizerSession open(Map<String, Object> config) {
        return open(config, WIDTH);
    }

    private static TokenizerSession open(Map<String, Object> config, int width) {
        return TOKENIZER.open(
                ModelPart.of("test/point-cloud", width, config, drawn(config, width)));
    }

    private static Weights drawn(Map<String, Object> config, int width) {
        Options options = Options.of(TOKENIZER.options(), config);
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : TOKENIZER.weights(options, width)) {
            drawn.put(spec.name(), spec.draw(7));
        }
        return Weights.of(drawn);
    }
}
