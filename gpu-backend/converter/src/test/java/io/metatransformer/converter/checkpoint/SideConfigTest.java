package io.metatransformer.converter.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.graph.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a project's own configuration says goes before what its layout usually has. */
class SideConfigTest {
    @TempDir private Path folder;

    private void beside(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
    }

    @Test
    void a_hugging_face_config_decides_activation_eps_and_heads() throws IOException {
        beside(
                "config.json",
                """
                {"vision_config": {"hidden_size": 128, "num_hidden_layers": 1, "num_attention_heads": 8,
                 "hidden_act": "gelu", "layer_norm_eps": 1e-6}, "text_config": {"hidden_act": "relu"}}""");

        Towers.huggingFaceClip()
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder -> {
                            assertEquals(Activation.GELU, encoder.config().activation());
                            assertEquals(1e-6, encoder.config().eps());
                            assertEquals(8, encoder.config().heads());
                            assertEquals(List.of(), encoder.warnings());
                        });
    }

    @Test
    void options_go_before_the_configuration() throws IOException {
        beside("config.json", "{\"hidden_size\": 128, \"hidden_act\": \"gelu_pytorch_tanh\"}");

        Towers.huggingFaceVit()
                .read(
                        folder,
                        ImportOptions.none(),
                        e -> assertEquals(Activation.GELU_TANH, e.config().activation()));
        Towers.huggingFaceVit()
                .read(
                        folder,
                        ImportOptions.none()
                                .withActivation(Activation.RELU)
                                .withEps(1e-3)
                                .withHeads(4),
                        encoder -> {
                            assertEquals(Activation.RELU, encoder.config().activation());
                            assertEquals(1e-3, encoder.config().eps());
                            assertEquals(4, encoder.config().heads());
                        });
    }

    @Test
    void an_openclip_config_decides_activation_and_heads() throws IOException {
        beside(
                "open_clip_config.json",
                """
                {"model_cfg": {"embed_dim": 32, "quick_gelu": true,
                 "vision_cfg": {"layers": 1, "width": 128, "head_width": 32, "patch_size": 4}}}""");

        Towers.openClip()
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder -> {
                            assertEquals(Activation.QUICK_GELU, encoder.config().activation());
                            assertEquals(4, encoder.config().heads());
                            assertEquals(List.of(), encoder.warnings());
                        });
    }

    @Test
    void a_configuration_of_another_model_is_not_used_and_told() throws IOException {
        beside("config.json", "{\"hidden_size\": 768, \"hidden_act\": \"relu\"}");

        Towers.huggingFaceVit()
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder -> {
                            assertEquals(Activation.GELU, encoder.config().activation());
                            assertEquals(
                                    List.of(
                                            "config.json beside the weights describes another model: not used"),
                                    encoder.warnings());
                        });
    }

    @Test
    void an_activation_that_nobody_knows_is_refused() throws IOException {
        beside("config.json", "{\"hidden_size\": 128, \"hidden_act\": \"mish\"}");

        String message =
                Towers.huggingFaceVit()
                        .refusal(folder, ErrorCode.UNSUPPORTED, ImportOptions.none());

        Written.says(message, "config.json", "'mish'");
    }

    @Test
    void json_that_is_broken_is_refused_by_name() throws IOException {
        beside("config.json", "{\"hidden_size\": ");

        String message =
                Towers.huggingFaceVit().refusal(folder, ErrorCode.MALFORMED, ImportOptions.none());

        Written.says(message, "config.json", "line 1");
    }
}
