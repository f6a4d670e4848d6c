package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.graph.Activation;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whose naming a checkpoint follows, and what that project's models have that their files do not say. Sources:
 * the model code of timm, OpenCLIP and Hugging Face transformers.
 */
public enum EncoderLayout {
    /** Meta-Transformer's released encoder files and the models trained on them. */
    META_TRANSFORMER(Dialect.TIMM, 1e-5, Activation.GELU),
    /** timm's ViT and what is built on it: DeiT, DINO, DINOv2, MAE, VideoMAE. */
    TIMM(Dialect.TIMM, 1e-6, Activation.GELU),
    /** OpenCLIP: the visual tower. */
    OPENCLIP(Dialect.CLIP, 1e-5, Activation.GELU),
    /** OpenAI's CLIP: the visual tower, under the names that OpenCLIP kept. */
    OPENAI_CLIP(Dialect.CLIP, 1e-5, Activation.QUICK_GELU),
    /** Hugging Face CLIP: the visual tower. */
    HF_CLIP(Dialect.HF_CLIP, 1e-5, Activation.QUICK_GELU),
    /** Hugging Face SigLIP: the visual tower. */
    HF_SIGLIP(Dialect.HF_CLIP, 1e-6, Activation.GELU_TANH),
    /** Hugging Face ViT and DeiT. */
    HF_VIT(Dialect.HF_VIT, 1e-12, Activation.GELU),
    /** Hugging Face DINOv2. */
    HF_DINOV2(Dialect.HF_DINOV2, 1e-6, Activation.GELU);

    private final Dialect dialect;
    private final double eps;
    private final Activation activation;

    EncoderLayout(Dialect dialect, double eps, Activation activation) {
        this.dialect = dialect;
        this.eps = eps;
        this.activation = activation;
    }

    /** As options and reports write it: {@code meta-transformer}, {@code hf-clip}, … */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a word that names none
     */
    public static EncoderLayout of(String word) {
        for (EncoderLayout layout : values()) {
            if (layout.word().equals(word)) {
                return layout;
            }
        }
        throw new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                "no encoder layout " + Quoted.of(word) + "; there are " + words());
    }

    static String words() {
        return Arrays.stream(values()).map(EncoderLayout::word).collect(Collectors.joining(", "));
    }

    Dialect dialect() {
        return dialect;
    }

    /** The eps of its norms, unless the model was configured otherwise. */
    public double eps() {
        return eps;
    }

    /** The activation of its MLP, unless the model was configured otherwise. */
    public Activation activation() {
        return activation;
    }
}
