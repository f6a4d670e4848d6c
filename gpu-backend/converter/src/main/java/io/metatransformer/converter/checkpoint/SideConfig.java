package io.metatransformer.converter.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.graph.Activation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a project's own configuration, downloaded beside the weights, says that the weights do not: Hugging
 * Face's {@code config.json} and OpenCLIP's {@code open_clip_config.json}.
 *
 * @param file its name, for messages
 * @param width D, if it says; a configuration of another width or depth belongs to another model
 */
record SideConfig(
        String file,
        Optional<Integer> width,
        Optional<Integer> depth,
        Optional<Integer> heads,
        Optional<Double> eps,
        Optional<Activation> activation) {

    /** The configuration in the weights' folder that belongs to their layout. */
    static Optional<SideConfig> beside(Path weights, EncoderLayout layout) {
        return switch (layout) {
            case OPENCLIP -> read(weights.resolveSibling("open_clip_config.json"), true);
            case HF_CLIP, HF_SIGLIP, HF_VIT, HF_DINOV2 ->
                    read(weights.resolveSibling("config.json"), false);
            case META_TRANSFORMER, TIMM, OPENAI_CLIP -> Optional.empty();
        };
    }

    private static Optional<SideConfig> read(Path file, boolean openClip) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode root = Json.object(file);
        String name = FileNames.of(file);
        return Optional.of(openClip ? openClip(name, root) : huggingFace(name, root));
    }

    private static SideConfig openClip(String name, JsonNode root) {
        JsonNode model = root.has("model_cfg") ? root.path("model_cfg") : root;
        JsonNode vision = model.path("vision_cfg");
        Optional<Integer> width = whole(vision, "width");
        int perHead = whole(vision, "head_width").orElse(64);
        return new SideConfig(
                name,
                width,
                whole(vision, "layers"),
                width.filter(D -> perHead > 0 && D % perHead == 0).map(D -> D / perHead),
                Optional.empty(),
                Optional.of(
                        model.path("quick_gelu").asBoolean()
                                ? Activation.QUICK_GELU
                                : Activation.GELU));
    }

    private static SideConfig huggingFace(String name, JsonNode root) {
        JsonNode vision = root.has("vision_config") ? root.path("vision_config") : root;
        return new SideConfig(
                name,
                whole(vision, "hidden_size"),
                whole(vision, "num_hidden_layers"),
                whole(vision, "num_attention_heads"),
                vision.path("layer_norm_eps").isNumber()
                        ? Optional.of(vision.path("layer_norm_eps").doubleValue())
                        : Optional.empty(),
                vision.path("hidden_act").isTextual()
                        ? Optional.of(activation(name, vision.path("hidden_act").textValue()))
                        : Optional.empty());
    }

    private static Optional<Integer> whole(JsonNode node, String key) {
        return node.path(key).canConvertToInt() && node.path(key).isIntegralNumber()
                ? Optional.of(node.path(key).intValue())
                : Optional.empty();
    }

    private static Activation activation(String name, String word) {
        return switch (word) {
            case "gelu" -> Activation.GELU;
            case "quick_gelu" -> Activation.QUICK_GELU;
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> Activation.GELU_TANH;
            case "relu" -> Activation.RELU;
            case "silu", "swish" -> Activation.SILU;
            default ->
                    throw new MetaTransformerException(
                            ErrorCode.UNSUPPORTED,
                            name + ": hidden_act " + FileNames.quoted(word) + " is not known here");
        };
    }
}
