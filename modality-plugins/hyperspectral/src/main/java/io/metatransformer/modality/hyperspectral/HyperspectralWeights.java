package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.Options;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.api.WeightSpec.Uniform;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tensors of this tokenizer, under the names of the reference. */
final class HyperspectralWeights {
    static final String PROJECTION = "patch_to_embedding";
    static final String CLASS_TOKEN = "cls_token";
    static final String POSITIONS = "pos_embedding";

    private static final Set<String> OWN =
            Set.of(PROJECTION + ".weight", PROJECTION + ".bias", CLASS_TOKEN, POSITIONS);
    private static final List<String> WRAPPERS =
            List.of("_orig_mod.", "module.", "backbone.", "encoder.", "embed.");

    private HyperspectralWeights() {}

    static List<WeightSpec> specs(Options options, int width) {
        int inputs = HyperspectralOptions.neighbourhood(options).length();
        // As the reference starts them: nn.Linear, torch.randn.
        var uniform = new Uniform(1 / Math.sqrt(inputs));
        var normal = new Normal(1);
        int rows = options.integer("bands") + 1;
        List<WeightSpec> specs = new ArrayList<>();
        specs.add(WeightSpec.required(PROJECTION + ".weight", uniform, width, inputs));
        specs.add(WeightSpec.required(PROJECTION + ".bias", uniform, width));
        specs.add(
                options.text("cls").equals("prepend")
                        ? WeightSpec.required(CLASS_TOKEN, normal, 1, 1, width)
                        : WeightSpec.optional(CLASS_TOKEN, 1, 1, width));
        specs.add(
                options.text("pos_embed").equals("learned")
                        ? WeightSpec.required(POSITIONS, normal, 1, rows, width)
                        : WeightSpec.optional(POSITIONS, 1, -1, width));
        return specs;
    }

    /**
     * Nothing without the projection: a class token alone belongs to somebody else's pictures, and so does a
     * projection of vectors of even length.
     */
    static Weights adopt(Weights checkpoint) {
        boolean ours =
                checkpoint.names().stream()
                        .filter(name -> inner(name).equals(PROJECTION + ".weight"))
                        .map(checkpoint::shape)
                        .anyMatch(shape -> shape.length == 2 && shape[1] % 2 == 1);
        return ours
                ? checkpoint.renamed(name -> Optional.of(inner(name)).filter(OWN::contains))
                : Weights.none();
    }

    static Map<String, Object> configure(Weights adopted) {
        Map<String, Object> told = new HashMap<>();
        if (adopted.names().contains(POSITIONS) && adopted.shape(POSITIONS).length == 3) {
            told.put("bands", adopted.shape(POSITIONS)[1] - 1);
        }
        if (adopted.names().contains(PROJECTION + ".weight")) {
            int[] shape = adopted.shape(PROJECTION + ".weight");
            if (shape.length == 2 && isSquareFree(shape[1])) {
                told.put("patch", 1);
                told.put("band_group", shape[1]);
            }
        }
        return told;
    }

    /** Whether no patch but one of a single pixel can give vectors of this length. */
    private static boolean isSquareFree(int length) {
        for (int side = 3; side * side <= length; side += 2) {
            if (length % (side * side) == 0) {
                return false;
            }
        }
        return true;
    }

    private static String inner(String name) {
        for (String wrapper : WRAPPERS) {
            if (name.startsWith(wrapper)) {
                return inner(name.substring(wrapper.length()));
            }
        }
        return name;
    }
}
