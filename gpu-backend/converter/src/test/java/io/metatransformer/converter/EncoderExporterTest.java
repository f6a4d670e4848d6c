package io.metatransformer.converter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.ClosedForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderExporterTest {
    private static final EncoderConfig SMALL = EncoderConfig.plain(32, 2, 4);

    @TempDir Path temp;

    @Test
    void every_form_of_a_batch_has_a_signature() {
        export(SMALL, ClosedForm.encoder(32, 2));

        try (Served served = new Served(folder())) {
            assertEquals(
                    Set.of(
                            "serving_default",
                            "serve",
                            "serve_positions",
                            "packed",
                            "packed_positions"),
                    served.keys());
        }
    }

    @Test
    void equal_encoders_have_one_fingerprint_and_any_change_gives_another() throws IOException {
        ClosedForm weights = ClosedForm.encoder(32, 2);
        Map<String, Tensor> shuffled = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(weights.names());
        Collections.reverse(names);
        names.forEach(name -> shuffled.put(name, weights.get(name)));
        Map<String, Tensor> changed = new LinkedHashMap<>(shuffled);
        changed.put("1.mlp.fc2.bias", filled(0.5f, 32));

        String first = export(SMALL, weights);
        String same =
                EncoderExporter.export(
                        SMALL, Weights.of(shuffled), temp.resolve("b"), Progress.NONE);
        String other =
                EncoderExporter.export(
                        SMALL, Weights.of(changed), temp.resolve("c"), Progress.NONE);
        String fewerHeads =
                EncoderExporter.export(
                        EncoderConfig.plain(32, 2, 2), weights, temp.resolve("d"), Progress.NONE);

        assertTrue(first.matches("[0-9a-f]{64}"), first);
        assertEquals(first + "\n", Files.readString(folder().resolve("fingerprint")));
        assertEquals(first, same);
        assertNotEquals(first, other);
        assertNotEquals(first, fewerHeads);
    }

    @Test
    void every_tensor_that_is_missing_left_over_or_misshapen_is_listed() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        ClosedForm all = ClosedForm.encoder(32, 2);
        all.names().forEach(name -> tensors.put(name, all.get(name)));
        tensors.remove("0.norm1.bias");
        tensors.put("1.attn.qkv.bias", filled(0, 95));
        tensors.put("2.norm1.weight", filled(0, 32));

        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> export(SMALL, Weights.of(tensors)));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        for (String name : List.of("0.norm1.bias", "1.attn.qkv.bias", "2.norm1.weight")) {
            assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
        }
        assertNothingLeft();
    }

    @Test
    void what_fails_half_way_leaves_nothing_behind() throws IOException {
        ClosedForm good = ClosedForm.encoder(32, 2);
        Weights failing =
                new Weights() {
                    @Override
                    public Set<String> names() {
                        return good.names();
                    }

                    @Override
                    public int[] shape(String name) {
                        return good.shape(name);
                    }

                    @Override
                    public Tensor get(String name) {
                        if (name.equals("1.norm2.weight")) {
                            throw new MetaTransformerException(ErrorCode.CORRUPT, "checksum");
                        }
                        return good.get(name);
                    }
                };

        var refusal = assertThrows(MetaTransformerException.class, () -> export(SMALL, failing));

        assertEquals(ErrorCode.CORRUPT, refusal.code());
        assertNothingLeft();
    }

    @Test
    void a_folder_that_exists_is_left_alone() throws IOException {
        Files.createDirectory(folder());

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> export(SMALL, ClosedForm.encoder(32, 2)));

        assertEquals(ErrorCode.CONFLICT, refusal.code());
        try (Stream<Path> inside = Files.list(folder())) {
            assertFalse(inside.findAny().isPresent());
        }
    }

    @Test
    void sizes_that_no_encoder_has_are_refused() {
        for (int[] size : new int[][] {{0, 2, 1}, {32, 0, 4}, {32, 2, 5}, {32, 2, 0}}) {
            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> EncoderConfig.plain(size[0], size[1], size[2]));
            assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        }
    }

    private Path folder() {
        return temp.resolve("encoder");
    }

    private String export(EncoderConfig config, Weights weights) {
        return EncoderExporter.export(config, weights, folder(), Progress.NONE);
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static Tensor filled(float value, int size) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return Tensor.of(values, size);
    }
}
