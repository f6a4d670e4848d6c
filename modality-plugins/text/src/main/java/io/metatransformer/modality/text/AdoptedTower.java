package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The text tower of a checkpoint under CLIP's names: stacked and turned over where others keep it otherwise. */
final class AdoptedTower implements Weights {

    /** How CLIP's tensor is made of those of the file. */
    private enum Form {
        AS_IT_IS,
        /** Rows of queries, keys and values, which the file keeps apart. */
        STACKED,
        /** {@code [E, W]} in the file, {@code [W, E]} in CLIP. */
        TURNED
    }

    private record Source(Form form, List<String> names) {}

    private static final String HUGGING_FACE = "text_model.";
    private static final String LAYERS = HUGGING_FACE + "encoder.layers.";
    private static final String TURNED_PROJECTION = TextWeights.PROJECTION + ".weight";

    /** Of CoCa: another token sums its texts up, which CLIP's tower does not have. */
    private static final String CLASS_TOKEN = "cls_emb";

    private static final List<String> LEAVES = List.of("weight", "bias");

    private final Weights checkpoint;
    private final Map<String, Source> sources;

    private AdoptedTower(Weights checkpoint, Map<String, Source> sources) {
        this.checkpoint = checkpoint;
        this.sources = sources;
    }

    /** Nothing if the checkpoint has no such tower. */
    static Weights of(Weights checkpoint) {
        Map<String, Source> sources = new LinkedHashMap<>();
        Set<String> names = checkpoint.names();
        for (String name : names) {
            boolean own =
                    name.equals(TextWeights.TOKENS)
                            || name.equals(TextWeights.PLACES)
                            || name.startsWith(TextWeights.FINAL_NORM + ".")
                            || name.equals(TextWeights.PROJECTION)
                            || name.startsWith(TextWeights.BLOCKS);
            if (own) {
                sources.put(name, new Source(Form.AS_IT_IS, List.of(name)));
            }
        }
        if (names.contains(HUGGING_FACE + "embeddings.token_embedding.weight")) {
            huggingFace(names, sources);
        }
        if (names.contains(TURNED_PROJECTION)) {
            sources.put(
                    TextWeights.PROJECTION, new Source(Form.TURNED, List.of(TURNED_PROJECTION)));
        }
        AdoptedTower tower = new AdoptedTower(checkpoint, Collections.unmodifiableMap(sources));
        return tower.isWhole() && !names.contains(CLASS_TOKEN) ? tower : Weights.none();
    }

    private boolean isWhole() {
        return depth(names()) > 0
                && Stream.of(TextWeights.TOKENS, TextWeights.PLACES, TextWeights.PROJECTION)
                        .allMatch(name -> sources.containsKey(name) && shape(name).length == 2);
    }

    private static void huggingFace(Set<String> names, Map<String, Source> sources) {
        Map<String, Source> found = new TreeMap<>();
        found.put(TextWeights.TOKENS, asItIs(HUGGING_FACE + "embeddings.token_embedding.weight"));
        found.put(
                TextWeights.PLACES, asItIs(HUGGING_FACE + "embeddings.position_embedding.weight"));
        for (String leaf : LEAVES) {
            found.put(
                    TextWeights.FINAL_NORM + "." + leaf,
                    asItIs(HUGGING_FACE + "final_layer_norm." + leaf));
        }
        for (int layer = 0; names.contains(LAYERS + layer + ".layer_norm1.weight"); layer++) {
            String to = TextWeights.BLOCKS + layer;
            String from = LAYERS + layer;
            for (String leaf : LEAVES) {
                found.put(to + ".ln_1." + leaf, asItIs(from + ".layer_norm1." + leaf));
                found.put(to + ".ln_2." + leaf, asItIs(from + ".layer_norm2." + leaf));
                found.put(
                        to + ".attn.in_proj_" + leaf,
                        new Source(
                                Form.STACKED,
                                Stream.of("q", "k", "v")
                                        .map(each -> from + ".self_attn." + each + "_proj." + leaf)
                                        .toList()));
                found.put(
                        to + ".attn.out_proj." + leaf,
                        asItIs(from + ".self_attn.out_proj." + leaf));
                found.put(to + ".mlp.c_fc." + leaf, asItIs(from + ".mlp.fc1." + leaf));
                found.put(to + ".mlp.c_proj." + leaf, asItIs(from + ".mlp.fc2." + leaf));
            }
        }
        found.forEach(
                (name, source) -> {
                    if (names.containsAll(source.names())) {
                        sources.put(name, source);
                    }
                });
    }

    private static Source asItIs(String name) {
        return new Source(Form.AS_IT_IS, List.of(name));
    }

    private static int depth(Set<String> names) {
        int depth = 0;
        while (names.contains(TextWeights.BLOCKS + depth + ".ln_1.weight")) {
            depth++;
        }
        return depth;
    }

    /** What the tensors say of the tower's sizes, and the encoder of its activation and epsilon. */
    static Map<String, Object> options(Weights adopted, Map<String, Object> encoder) {
        if (adopted.names().isEmpty()) {
            return Map.of();
        }
        Map<String, Object> options = new TreeMap<>();
        int[] rows = adopted.shape(TextWeights.TOKENS);
        options.put("vocabulary_size", rows[0]);
        options.put("text_width", rows[1]);
        options.put("context_length", adopted.shape(TextWeights.PLACES)[0]);
        options.put("text_output", adopted.shape(TextWeights.PROJECTION)[1]);
        options.put("text_layers", depth(adopted.names()));
        for (String fact : List.of("activation", "eps")) {
            if (encoder.containsKey(fact)) {
                options.put("text_" + fact, encoder.get(fact));
            }
        }
        return options;
    }

    @Override
    public Set<String> names() {
        return sources.keySet();
    }

    @Override
    public int[] shape(String name) {
        Source source = sources.get(name);
        if (source == null) {
            return checkpoint.shape(name);
        }
        int[] shape = checkpoint.shape(source.names().get(0));
        if (source.form() == Form.STACKED && shape.length > 0) {
            shape[0] = 0;
            for (String each : source.names()) {
                shape[0] += checkpoint.shape(each)[0];
            }
        }
        return source.form() == Form.TURNED && shape.length == 2
                ? new int[] {shape[1], shape[0]}
                : shape;
    }

    @Override
    public Tensor get(String name) {
        Source source = sources.get(name);
        if (source == null) {
            return checkpoint.get(name);
        }
        Tensor first = checkpoint.get(source.names().get(0));
        return switch (source.form()) {
            case AS_IT_IS -> first;
            case STACKED -> stacked(name, source);
            case TURNED -> first.rank() == 2 ? turned(first) : first;
        };
    }

    private Tensor stacked(String name, Source source) {
        int[] shape = shape(name);
        int elements = 1;
        for (int size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        FloatBuffer all = Tensor.allocate(elements);
        for (String each : source.names()) {
            FloatBuffer part = checkpoint.get(each).data();
            if (part.remaining() > all.remaining()) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_WEIGHTS,
                        Quoted.name(each) + " has not the width of " + source.names().get(0));
            }
            all.put(part);
        }
        return Tensor.of(all.flip(), shape);
    }

    private static Tensor turned(Tensor matrix) {
        int R = matrix.size(0);
        int C = matrix.size(1);
        FloatBuffer from = matrix.data();
        float[] to = new float[R * C];
        for (int r = 0; r < R; r++) {
            for (int c = 0; c < C; c++) {
                to[c * R + r] = from.get();
            }
        }
        return Tensor.of(to, C, R);
    }
}
