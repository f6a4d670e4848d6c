package io.metatransformer.raster;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tensors of a picture tokenizer: their names, their shapes, and where other projects keep them. */
public final class PatchWeights {
    static final String PROJECTION = "proj";
    static final String KERNEL = PROJECTION + ".weight";
    static final String BIAS = PROJECTION + ".bias";
    static final String CLASS_TOKEN = "cls_token";
    static final String POSITIONS = "pos_embed";
    static final String NORM = "norm_pre";

    private PatchWeights() {}

    /**
     * @param channels that a patch has
     * @param width the encoder's, D
     */
    public static List<WeightSpec> specs(
            EmbeddingOptions options, int channels, int patch, int width) {
        int D = width;
        List<WeightSpec> specs = new ArrayList<>();
        // As PyTorch starts a convolution.
        var uniform = new WeightSpec.Uniform(1 / Math.sqrt((double) channels * patch * patch));
        specs.add(WeightSpec.required(KERNEL, uniform, D, channels, patch, patch));
        specs.add(WeightSpec.optional(BIAS, D));
        var narrow = new WeightSpec.Normal(0.02);
        specs.add(
                options.classToken().equals("prepend")
                        ? WeightSpec.required(CLASS_TOKEN, narrow, 1, 1, D)
                        : WeightSpec.optional(CLASS_TOKEN, 1, 1, D));
        specs.add(
                options.positions().equals("learned")
                        ? WeightSpec.required(POSITIONS, narrow, 1, positions(options), D)
                        : WeightSpec.optional(POSITIONS, 1, -1, D));
        specs.add(WeightSpec.optional(NORM + ".weight", D));
        specs.add(WeightSpec.optional(NORM + ".bias", D));
        return specs;
    }

    /** Known only where the grid is configured; else the weights decide, and none can be drawn. */
    private static int positions(EmbeddingOptions options) {
        int prefix = options.classToken().equals("prepend") ? 1 : 0;
        return options.grid().map(grid -> prefix + grid.rows() * grid.cols()).orElse(-1);
    }

    /** The patch of drawn weights, where no option sets it: that of the reference's base and large encoder. */
    public static int usualPatch(int width) {
        return width == 1024 ? 14 : 16;
    }

    /**
     * A checkpoint's picture tokenizer under its own names: Data2Seq's, timm's, mmpretrain's, OpenCLIP's or
     * Hugging Face CLIP's, whatever wraps them. Nothing if there is none.
     *
     * @param channels how many channels its patches may have
     */
    public static Weights adopt(Weights checkpoint, Set<Integer> channels) {
        Map<String, String> sources = KeyTable.sources(checkpoint.names());
        String kernel = sources.get(KERNEL);
        if (kernel == null) {
            return Weights.none();
        }
        int[] shape = checkpoint.shape(kernel);
        if (shape.length != 4 || shape[2] != shape[3] || !channels.contains(shape[1])) {
            return Weights.none();
        }
        KeyTable.refuseUnknown(checkpoint.names());
        return new Adopted(checkpoint, sources);
    }

    /** What the adopted tensors tell: the side of a patch. */
    public static Map<String, Object> configure(Weights adopted) {
        return Map.of("patch", adopted.shape(KERNEL)[2]);
    }

    /** The tensors of a checkpoint with the axes of size 1 that timm has and CLIP has not. */
    private record Adopted(Weights checkpoint, Map<String, String> sources) implements Weights {
        Adopted {
            sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        }

        @Override
        public Set<String> names() {
            return sources.keySet();
        }

        @Override
        public int[] shape(String name) {
            int[] shape = checkpoint.shape(sources.getOrDefault(name, name));
            if (!name.equals(CLASS_TOKEN) && !name.equals(POSITIONS) || shape.length >= 3) {
                return shape;
            }
            int[] three = {1, 1, 1};
            System.arraycopy(shape, 0, three, 3 - shape.length, shape.length);
            return three;
        }

        @Override
        public Tensor get(String name) {
            Tensor tensor = checkpoint.get(sources.getOrDefault(name, name));
            int[] shape = shape(name);
            return Arrays.equals(shape, tensor.shape()) ? tensor : tensor.reshape(shape);
        }
    }
}
