package io.metatransformer.modality.tabular;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.WeightSpec.Init;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.api.WeightSpec.Uniform;
import io.metatransformer.modality.tabular.Schema.Categorical;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tensors of this tokenizer, under the names of pytorch-widedeep. */
final class TabularWeights {
    static final String WORDS = "cat_and_cont_embed.cat_embed.embed.weight";
    static final String WORD_BIAS = "cat_and_cont_embed.cat_embed.bias";
    static final String NUMBERS = "cat_and_cont_embed.cont_embed";
    static final String NORM = "cat_and_cont_embed.cont_norm";

    /** The library's own name of the column that it puts first for the class token. */
    private static final String CLASS_COLUMN = "cls_token";

    private static final String COLUMN = "cat_and_cont_embed.cat_embed.embed.emb_layer_";
    private static final String PREFIX = "deeptabular.0.";
    private static final Init ZERO = new Constant(0);
    private static final Init ONE = new Constant(1);
    private static final Init WORD = new Normal(1);

    private TabularWeights() {}

    /** The table of one column, if every column has its own. */
    static String words(String column) {
        return COLUMN + column.replace('.', '_') + ".embed.weight";
    }

    static String classWords() {
        return words(CLASS_COLUMN);
    }

    /** What all words of one column share. */
    static String sharedPart(String column) {
        return COLUMN + column.replace('.', '_') + ".shared_embed";
    }

    static String classSharedPart() {
        return sharedPart(CLASS_COLUMN);
    }

    static List<WeightSpec> specs(TabularOptions options, int width) {
        List<WeightSpec> specs = new ArrayList<>();
        int columns = options.schema().categorical().size() + options.specialTokens();
        if (options.shared()) {
            specs.addAll(tables(options, width));
        } else if (columns > 0) {
            int rows = 1 + options.schema().words() + options.specialTokens();
            specs.add(WeightSpec.required(WORDS, WORD, rows, width));
        }
        // Kaiming, uniform, with a = √5 over rows of width D.
        Init start = new Uniform(1 / Math.sqrt(width));
        if (options.bias() && columns > 0) {
            specs.add(WeightSpec.required(WORD_BIAS, start, columns, width));
        }
        int numbers = options.schema().continuous().size();
        if (options.normalises()) {
            specs.add(WeightSpec.required(NORM + ".weight", ONE, numbers));
            specs.add(WeightSpec.required(NORM + ".bias", ZERO, numbers));
            if (options.norm().equals("batchnorm")) {
                specs.add(WeightSpec.required(NORM + ".running_mean", ZERO, numbers));
                specs.add(WeightSpec.required(NORM + ".running_var", ONE, numbers));
            }
        }
        if (options.continuous() && numbers > 0) {
            specs.add(WeightSpec.required(NUMBERS + ".weight", start, numbers, width));
            if (options.continuousBias()) {
                specs.add(WeightSpec.required(NUMBERS + ".bias", start, numbers, width));
            }
        }
        return specs;
    }

    private static List<WeightSpec> tables(TabularOptions options, int width) {
        List<WeightSpec> specs = new ArrayList<>();
        Init shared = new Uniform(1);
        if (options.classToken()) {
            specs.add(WeightSpec.required(classWords(), WORD, 1, width));
            addPart(specs, classSharedPart(), shared, options.sharedWidth());
        }
        Set<String> names = new HashSet<>(Set.of(classWords()));
        for (Categorical column : options.schema().categorical()) {
            String name = words(column.name());
            if (!names.add(name)) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        "two columns have the tensor '" + name + "', since a dot counts as _");
            }
            specs.add(WeightSpec.required(name, WORD, 1 + column.vocabulary().size(), width));
            addPart(specs, sharedPart(column.name()), shared, options.sharedWidth());
        }
        return specs;
    }

    private static void addPart(List<WeightSpec> specs, String name, Init start, int width) {
        if (width > 0) {
            specs.add(WeightSpec.required(name, start, 1, width));
        }
    }

    /** This tokenizer's name of a tensor of a checkpoint; nothing for those of other parts. */
    static Optional<String> own(String name) {
        String inner = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        boolean counter = inner.endsWith(".num_batches_tracked");
        return Optional.of(inner).filter(n -> n.startsWith("cat_and_cont_embed.") && !counter);
    }
}
