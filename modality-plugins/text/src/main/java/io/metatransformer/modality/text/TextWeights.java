package io.metatransformer.modality.text;

import io.metatransformer.api.Options;
import io.metatransformer.api.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/** The tensors of a text tokenizer: CLIP's names, and how CLIP starts them. */
final class TextWeights {
    static final String TOKENS = "token_embedding.weight";
    static final String PLACES = "positional_embedding";
    static final String BLOCKS = "transformer.resblocks.";
    static final String FINAL_NORM = "ln_final";
    static final String PROJECTION = "text_projection";

    private static final WeightSpec.Init ONE = new WeightSpec.Constant(1);
    private static final WeightSpec.Init ZERO = new WeightSpec.Constant(0);

    private TextWeights() {}

    /**
     * @param D the shared encoder's width
     */
    static List<WeightSpec> specs(Options options, int D) {
        int V = options.integer("vocabulary_size");
        int N = options.integer("context_length");
        if (TextOptions.isLearned(options)) {
            return embeddings(V, N, D);
        }
        TowerShape shape = TowerShape.from(options, D);
        int W = shape.width();
        List<WeightSpec> specs = new ArrayList<>(embeddings(V, N, W));
        for (int layer = 0; layer < shape.layers(); layer++) {
            specs.addAll(block(BLOCKS + layer, W, shape.layers()));
        }
        specs.add(WeightSpec.required(FINAL_NORM + ".weight", ONE, W));
        specs.add(WeightSpec.required(FINAL_NORM + ".bias", ZERO, W));
        specs.add(WeightSpec.required(PROJECTION, normal(1 / Math.sqrt(W)), W, shape.output()));
        return specs;
    }

    private static List<WeightSpec> embeddings(int V, int N, int W) {
        return List.of(
                WeightSpec.required(TOKENS, normal(0.02), V, W),
                WeightSpec.required(PLACES, normal(0.01), N, W));
    }

    private static List<WeightSpec> block(String name, int W, int layers) {
        WeightSpec.Init attention = normal(1 / Math.sqrt(W));
        WeightSpec.Init output = normal(1 / Math.sqrt(W) / Math.sqrt(2.0 * layers));
        WeightSpec.Init wide = normal(1 / Math.sqrt(2.0 * W));
        return List.of(
                WeightSpec.required(name + ".ln_1.weight", ONE, W),
                WeightSpec.required(name + ".ln_1.bias", ZERO, W),
                WeightSpec.required(name + ".attn.in_proj_weight", attention, 3 * W, W),
                WeightSpec.required(name + ".attn.in_proj_bias", ZERO, 3 * W),
                WeightSpec.required(name + ".attn.out_proj.weight", output, W, W),
                WeightSpec.required(name + ".attn.out_proj.bias", ZERO, W),
                WeightSpec.required(name + ".ln_2.weight", ONE, W),
                WeightSpec.required(name + ".ln_2.bias", ZERO, W),
                WeightSpec.required(name + ".mlp.c_fc.weight", wide, 4 * W, W),
                WeightSpec.required(name + ".mlp.c_fc.bias", ZERO, 4 * W),
                WeightSpec.required(name + ".mlp.c_proj.weight", output, W, 4 * W),
                WeightSpec.required(name + ".mlp.c_proj.bias", ZERO, W));
    }

    private static WeightSpec.Init normal(double deviation) {
        return new WeightSpec.Normal(deviation);
    }

    /** A tensor of a block as the layers of the graph call it. */
    static String ofLayers(String name) {
        return name.replace(".ln_", ".norm")
                .replace(".attn.in_proj_", ".attn.qkv.")
                .replace(".attn.out_proj.", ".attn.proj.")
                .replace(".mlp.c_fc.", ".mlp.fc1.")
                .replace(".mlp.c_proj.", ".mlp.fc2.");
    }
}
