package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedFormTest {

    @ParameterizedTest
    @ValueSource(strings = {"encoder-b16-closed-form", "encoder-l14-closed-form"})
    void all_weights_of_an_encoder_have_the_published_hash(String file)
            throws NoSuchAlgorithmException {
        Golden golden = Golden.encoder(file);
        Weights weights = ClosedForm.encoder(golden.integer("dim"), golden.integer("depth"));

        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        weights.names().forEach(name -> digest(sha256, weights.get(name)));

        assertEquals(golden.text("weights_sha256_all"), HexFormat.of().formatHex(sha256.digest()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder-b16-closed-form", "encoder-l14-closed-form"})
    void single_tensors_have_the_published_hashes(String file) throws NoSuchAlgorithmException {
        Golden golden = Golden.encoder(file);
        Weights weights = ClosedForm.encoder(golden.integer("dim"), golden.integer("depth"));
        Map<?, ?> probes = (Map<?, ?>) golden.json("weights_probe");

        for (var probe : probes.entrySet()) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            digest(sha256, weights.get((String) probe.getKey()));
            assertEquals(
                    ((Map<?, ?>) probe.getValue()).get("sha256_f32le"),
                    HexFormat.of().formatHex(sha256.digest()),
                    () -> "hash of " + probe.getKey());
        }
    }

    @Test
    void inputs_follow_the_rule_too() {
        Golden golden = Golden.encoder("encoder-l14-closed-form");

        float[] made = ClosedForm.tensor("input.y", 1, 257, 1024).toArray();

        assertArrayEquals(golden.tensor("input.y.head").toArray(), Arrays.copyOf(made, 64));
    }

    @Test
    void names_come_in_the_order_of_the_released_checkpoints() {
        Weights weights = ClosedForm.encoder(6, 2);

        List<String> names = List.copyOf(weights.names());

        assertEquals(24, names.size());
        assertEquals(
                List.of(
                        "0.norm1.weight",
                        "0.norm1.bias",
                        "0.attn.qkv.weight",
                        "0.attn.qkv.bias",
                        "0.attn.proj.weight",
                        "0.attn.proj.bias",
                        "0.norm2.weight",
                        "0.norm2.bias",
                        "0.mlp.fc1.weight",
                        "0.mlp.fc1.bias",
                        "0.mlp.fc2.weight",
                        "0.mlp.fc2.bias",
                        "1.norm1.weight"),
                names.subList(0, 13));
        assertArrayEquals(new int[] {24, 6}, weights.shape("1.mlp.fc1.weight"));
        assertArrayEquals(new int[] {24, 6}, weights.get("1.mlp.fc1.weight").shape());
    }

    @Test
    void a_block_too_many_is_missing() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> ClosedForm.encoder(6, 2).get("2.norm1.weight"));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
    }

    private static void digest(MessageDigest sha256, Tensor tensor) {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer values = tensor.data();
        while (values.hasRemaining()) {
            int count = Math.min(values.remaining(), chunk.capacity() / Float.BYTES);
            chunk.clear().limit(count * Float.BYTES);
            chunk.asFloatBuffer().put(values.slice(values.position(), count));
            values.position(values.position() + count);
            sha256.update(chunk);
        }
    }
}
