package io.metatransformer.converter.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Activation;
import io.metatransformer.graph.Block;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Sequences;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Encoders written by other projects, read through their files and run: each gives that project's numbers. */
class LayoutsGoldenTest {
    private static final double TOLERANCE = 2e-5;

    @TempDir private Path folder;

    private static Tensor run(EncoderCheckpoint encoder, Tensor x) {
        var config = encoder.config();
        Block block = new Block(config.heads(), (float) config.eps(), config.activation());
        try (Network network =
                Network.build(
                        "golden",
                        encoder.weights(),
                        (layers, wiring) -> {
                            var tokens = wiring.input("tokens", -1, -1, config.dim());
                            var sequences = Sequences.equal(layers, tokens);
                            Operand<TFloat32> rows =
                                    layers.tf()
                                            .reshape(
                                                    tokens,
                                                    layers.tf()
                                                            .constant(
                                                                    new int[] {-1, config.dim()}));
                            for (int i = 0; i < config.depth(); i++) {
                                rows = layers.block(rows, sequences, "" + i, block);
                            }
                            wiring.output(
                                    "features",
                                    layers.tf().reshape(rows, layers.tf().shape(tokens)));
                        })) {
            return network.run(x);
        }
    }

    /** The rows of several matrices below one another. */
    private static Tensor stacked(Weights weights, List<String> names, int... shape) {
        FloatBuffer whole =
                Tensor.allocate(names.stream().mapToInt(n -> weights.get(n).elements()).sum());
        names.forEach(name -> whole.put(weights.get(name).data()));
        return Tensor.of(whole.flip(), shape);
    }

    @ParameterizedTest
    @CsvSource({
        "hf_vit, HF_VIT, vit.encoder.layer., 1e-12, GELU",
        "hf_clip, HF_CLIP, vision_model.encoder.layers., 1e-5, QUICK_GELU",
        "hf_dinov2, HF_DINOV2, encoder.layer., 1e-6, GELU"
    })
    void hugging_face_models_are_recognised_and_give_their_numbers(
            String name, EncoderLayout layout, String prefix, double eps, Activation activation) {
        Golden golden = Golden.encoder("encoder-layouts");
        Weights theirs = golden.weights("weights." + name + ".");

        Written.of(theirs)
                .read(
                        folder,
                        ImportOptions.none().withHeads(2),
                        encoder -> {
                            assertEquals(layout, encoder.layout());
                            assertEquals(prefix, encoder.prefix());
                            assertEquals(2, encoder.config().depth());
                            assertEquals(eps, encoder.config().eps());
                            assertEquals(activation, encoder.config().activation());
                            assertEquals(name.equals("hf_dinov2"), encoder.config().layerScale());
                            encoder.weights().require(name, encoder.config().weights());
                            Within.assertClose(
                                    name,
                                    golden.doubles("output64." + name),
                                    run(encoder, golden.tensor("input.x")),
                                    TOLERANCE,
                                    0);
                        });
    }

    @Test
    void separate_projections_are_laid_below_one_another_queries_first() {
        Golden golden = Golden.encoder("encoder-layouts");
        Weights theirs = golden.weights("weights.hf_vit.");
        String attention = "vit.encoder.layer.1.attention.attention.";

        Written.of(theirs)
                .read(
                        folder,
                        ImportOptions.none().withHeads(2),
                        encoder -> {
                            assertEquals(
                                    stacked(
                                            theirs,
                                            List.of(
                                                    attention + "query.weight",
                                                    attention + "key.weight",
                                                    attention + "value.weight"),
                                            48,
                                            16),
                                    encoder.weights().get("1.attn.qkv.weight"));
                            assertEquals(
                                    stacked(
                                            theirs,
                                            List.of(
                                                    attention + "query.bias",
                                                    attention + "key.bias",
                                                    attention + "value.bias"),
                                            48),
                                    encoder.weights().get("1.attn.qkv.bias"));
                            assertEquals(
                                    theirs.get("vit.encoder.layer.1.output.dense.weight"),
                                    encoder.weights().get("1.mlp.fc2.weight"));
                        });
    }

    @Test
    void openai_s_clip_is_told_by_what_its_code_leaves_in_the_file() {
        Golden golden = Golden.encoder("encoder-layouts");
        Weights theirs = golden.weights("weights.openai_clip.");

        Written.of(theirs)
                .with("input_resolution")
                .with("context_length")
                .with("vocab_size")
                .read(
                        folder,
                        ImportOptions.none().withHeads(2),
                        encoder -> {
                            assertEquals(EncoderLayout.OPENAI_CLIP, encoder.layout());
                            assertEquals(List.of(), encoder.warnings());
                            Within.assertClose(
                                    "openai_clip",
                                    golden.doubles("output64.openai_clip"),
                                    run(encoder, golden.tensor("input.x")),
                                    TOLERANCE,
                                    0);
                        });
    }

    @Test
    void a_clip_file_that_does_not_say_its_activation_warns_and_obeys() {
        Golden golden = Golden.encoder("encoder-layouts");
        Written theirs = Written.of(golden.weights("weights.openai_clip."));

        theirs.read(
                folder,
                ImportOptions.none().withHeads(2),
                encoder -> {
                    assertEquals(EncoderLayout.OPENCLIP, encoder.layout());
                    assertEquals(Activation.GELU, encoder.config().activation());
                    assertEquals(1, encoder.warnings().size());
                    Written.says(encoder.warnings().get(0), "gelu", "quick_gelu");
                });
        theirs.read(
                folder,
                ImportOptions.none().withHeads(2).withActivation(Activation.QUICK_GELU),
                encoder -> {
                    assertEquals(List.of(), encoder.warnings());
                    Within.assertClose(
                            "openai_clip",
                            golden.doubles("output64.openai_clip"),
                            run(encoder, golden.tensor("input.x")),
                            TOLERANCE,
                            0);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "encoder-openclip-keys, OPENCLIP, 1e-5",
        "encoder-layerscale-timm, META_TRANSFORMER, 1e-5",
        "encoder-video-qvbias, TIMM, 1e-6"
    })
    void whole_files_give_their_numbers_with_nothing_but_the_heads_told(
            String name, EncoderLayout layout, double eps) {
        Golden golden = Golden.encoder(name);

        Written.of(golden.weights("weights."))
                .read(
                        folder,
                        ImportOptions.none().withHeads(golden.integer("heads")),
                        encoder -> {
                            assertEquals(layout, encoder.layout());
                            assertEquals(eps, encoder.config().eps());
                            encoder.weights().require(name, encoder.config().weights());
                            Within.assertClose(
                                    name,
                                    golden.doubles("output64.y"),
                                    run(encoder, golden.tensor("input.x")),
                                    TOLERANCE,
                                    0);
                        });
    }

    @Test
    void a_missing_key_bias_is_zero() {
        Golden golden = Golden.encoder("encoder-video-qvbias");

        Written.of(golden.weights("weights."))
                .read(
                        folder,
                        ImportOptions.none().withHeads(4),
                        encoder -> {
                            float[] bias = encoder.weights().get("0.attn.qkv.bias").toArray();
                            float[] q = golden.tensor("weights.blocks.0.attn.q_bias").toArray();
                            for (int i = 0; i < 32; i++) {
                                assertEquals(q[i], bias[i]);
                                assertEquals(0, bias[32 + i]);
                            }
                            assertArrayEquals(
                                    new int[] {96}, encoder.weights().shape("0.attn.qkv.bias"));
                        });
    }

    @Test
    void layer_scale_of_image_backbones_is_layer_scale() {
        Golden golden = Golden.encoder("encoder-image-windowed");

        Written.of(golden.weights("weights."))
                .read(
                        folder,
                        ImportOptions.none().withHeads(4),
                        encoder -> {
                            assertEquals(EncoderLayout.TIMM, encoder.layout());
                            for (int i = 0; i < 2; i++) {
                                for (int branch = 1; branch <= 2; branch++) {
                                    assertEquals(
                                            golden.tensor(
                                                    "weights.blocks." + i + ".gamma" + branch),
                                            encoder.weights().get(i + ".ls" + branch + ".gamma"));
                                }
                            }
                        });
    }

    @Test
    void the_global_block_of_an_image_backbone_gives_its_numbers() {
        Golden golden = Golden.encoder("encoder-image-windowed");
        Weights second = golden.weights("weights.blocks.1.");

        new Written()
                .with(second, name -> "blocks.0." + name)
                .read(
                        folder,
                        ImportOptions.none().withHeads(4),
                        encoder ->
                                Within.assertClose(
                                        "block 1",
                                        golden.doubles("output64.block1"),
                                        run(encoder, golden.tensor("output.block0")),
                                        TOLERANCE,
                                        0));
    }
}
