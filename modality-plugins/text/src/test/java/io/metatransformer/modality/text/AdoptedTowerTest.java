package io.metatransformer.modality.text;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Towers of CLIP checkpoints, whoever wrote them. */
class AdoptedTowerTest {
    private static final TextTokenizer TOKENIZER = new TextTokenizer();
    private static final Weights CLIP =
            Golden.read(AdoptedTowerTest.class, "/golden/text/clip_text_small.safetensors")
                    .weights("weights.");

    /** The same tower as Hugging Face names it, queries, keys and values apart. */
    private static Map<String, Tensor> huggingFace() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        String blocks = "text_model.encoder.layers.";
        for (String name : CLIP.names()) {
            Tensor tensor = CLIP.get(name);
            if (name.contains(".attn.in_proj_")) {
                String leaf = name.substring(name.lastIndexOf('_') + 1);
                String layer = blocks + name.charAt("transformer.resblocks.".length());
                for (int part = 0; part < 3; part++) {
                    named.put(
                            layer + ".self_attn." + "qkv".charAt(part) + "_proj." + leaf,
                            third(tensor, part));
                }
            } else if (name.equals("text_projection")) {
                named.put("text_projection.weight", turned(tensor));
            } else {
                named.put(
                        name.replace("transformer.resblocks.", blocks)
                                .replace(".ln_", ".layer_norm")
                                .replace(".attn.out_proj", ".self_attn.out_proj")
                                .replace(".mlp.c_fc", ".mlp.fc1")
                                .replace(".mlp.c_proj", ".mlp.fc2")
                                .replace("ln_final", "text_model.final_layer_norm")
                                .replace(
                                        "token_embedding.weight",
                                        "text_model.embeddings.token_embedding.weight")
                                .replace(
                                        "positional_embedding",
                                        "text_model.embeddings.position_embedding.weight"),
                        tensor);
            }
        }
        return named;
    }

    private static Tensor third(Tensor stacked, int part) {
        int[] shape = stacked.shape();
        shape[0] /= 3;
        int size = stacked.elements() / 3;
        return Tensor.of(
                Arrays.copyOfRange(stacked.toArray(), part * size, (part + 1) * size), shape);
    }

    private static Tensor turned(Tensor matrix) {
        float[] from = matrix.toArray();
        float[] to = new float[from.length];
        int C = matrix.size(1);
        for (int i = 0; i < from.length; i++) {
            to[i % C * matrix.size(0) + i / C] = from[i];
        }
        return Tensor.of(to, C, matrix.size(0));
    }

    private static Tensor pooled(Weights adopted) {
        Map<String, Object> config =
                new TreeMap<>(
                        TOKENIZER.configure(
                                adopted,
                                Map.of("activation", "quick_gelu", "eps", 1e-5, "dim", 64)));
        config.put("text_heads", 2);
        ModelPart part = ModelPart.of("adopted", 64, config, adopted);
        Options options = part.options(TOKENIZER.options());
        adopted.require("adopted", TOKENIZER.weights(options, 64));
        try (TextSession session = TextSession.open(part, options, GoldenTexts.miniVocabulary())) {
            return session.embed(
                    TextIds.of(GoldenTexts.miniVocabulary(), "a cat", true, 77), "pooled");
        }
    }

    @Test
    void the_names_of_openai_and_hugging_face_give_the_same_tokens() {
        Tensor expected = pooled(TOKENIZER.adopt(CLIP));

        assertClose("token", expected, pooled(TOKENIZER.adopt(Weights.of(huggingFace()))), 0, 0);
    }

    @Test
    void sizes_come_from_the_tensors_and_the_rest_from_the_encoder_beside() {
        Map<String, Object> told =
                TOKENIZER.configure(
                        TOKENIZER.adopt(CLIP),
                        Map.of("activation", "gelu", "eps", 1e-6, "heads", 3));

        assertEquals(
                Map.of(
                        "vocabulary_size", 774,
                        "context_length", 77,
                        "text_width", 64,
                        "text_layers", 2,
                        "text_output", 48,
                        "text_activation", "gelu",
                        "text_eps", 1e-6),
                told);
    }

    @Test
    void towers_of_other_kinds_are_left_alone() {
        Map<String, Tensor> others = huggingFace();
        others.remove("text_projection.weight");
        Map<String, Tensor> coca = new LinkedHashMap<>();
        CLIP.names().forEach(name -> coca.put(name, CLIP.get(name)));
        coca.put("cls_emb", Tensor.of(new float[64], 64));

        assertTrue(TOKENIZER.adopt(Weights.of(others)).names().isEmpty());
        assertTrue(TOKENIZER.adopt(Weights.of(coca)).names().isEmpty());
    }

    @Test
    void a_tensor_that_is_not_there_is_named_by_its_own_name() {
        Map<String, Tensor> incomplete = huggingFace();
        incomplete.remove("text_model.encoder.layers.1.self_attn.k_proj.bias");

        Weights adopted = TOKENIZER.adopt(Weights.of(incomplete));

        assertTrue(!adopted.names().contains("transformer.resblocks.1.attn.in_proj_bias"));
        assertTrue(adopted.names().contains("transformer.resblocks.1.attn.in_proj_weight"));
    }
}
