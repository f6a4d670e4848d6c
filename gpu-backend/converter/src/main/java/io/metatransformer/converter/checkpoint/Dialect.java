package io.metatransformer.converter.checkpoint;

import java.util.List;
import java.util.stream.Stream;

/** What one project calls the tensors of a block, and so how each is put together. */
enum Dialect {
    TIMM(
            "norm1",
            "norm2",
            List.of("attn.qkv.weight"),
            List.of(List.of("attn.qkv.bias"), List.of("attn.q_bias", Dialect.ZERO, "attn.v_bias")),
            "attn.proj",
            "mlp.fc1",
            "mlp.fc2",
            List.of("ls1.gamma", "gamma1", "gamma_1"),
            List.of("ls2.gamma", "gamma2", "gamma_2")),
    CLIP(
            "ln_1",
            "ln_2",
            List.of("attn.in_proj_weight"),
            List.of(List.of("attn.in_proj_bias")),
            "attn.out_proj",
            "mlp.c_fc",
            "mlp.c_proj",
            List.of("ls_1.gamma"),
            List.of("ls_2.gamma")),
    HF_VIT(
            "layernorm_before",
            "layernorm_after",
            apart(
                    "attention.attention.query",
                    "attention.attention.key",
                    "attention.attention.value"),
            apartBias(
                    "attention.attention.query",
                    "attention.attention.key",
                    "attention.attention.value"),
            "attention.output.dense",
            "intermediate.dense",
            "output.dense",
            List.of(),
            List.of()),
    HF_CLIP(
            "layer_norm1",
            "layer_norm2",
            apart("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
            apartBias("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
            "self_attn.out_proj",
            "mlp.fc1",
            "mlp.fc2",
            List.of(),
            List.of()),
    HF_DINOV2(
            "norm1",
            "norm2",
            apart(
                    "attention.attention.query",
                    "attention.attention.key",
                    "attention.attention.value"),
            apartBias(
                    "attention.attention.query",
                    "attention.attention.key",
                    "attention.attention.value"),
            "attention.output.dense",
            "mlp.fc1",
            "mlp.fc2",
            List.of("layer_scale1.lambda1"),
            List.of("layer_scale2.lambda1"));

    /** In place of a source: D zeros. A key bias cancels in the softmax, so files may leave it out. */
    static final String ZERO = "";

    private final String norm1;
    private final String norm2;
    private final List<String> qkvWeight;
    private final List<List<String>> qkvBias;
    private final String proj;
    private final String fc1;
    private final String fc2;
    private final List<String> scale1;
    private final List<String> scale2;

    Dialect(
            String norm1,
            String norm2,
            List<String> qkvWeight,
            List<List<String>> qkvBias,
            String proj,
            String fc1,
            String fc2,
            List<String> scale1,
            List<String> scale2) {
        this.norm1 = norm1;
        this.norm2 = norm2;
        this.qkvWeight = qkvWeight;
        this.qkvBias = qkvBias;
        this.proj = proj;
        this.fc1 = fc1;
        this.fc2 = fc2;
        this.scale1 = scale1;
        this.scale2 = scale2;
    }

    private static List<String> apart(String q, String k, String v) {
        return List.of(q + ".weight", k + ".weight", v + ".weight");
    }

    private static List<List<String>> apartBias(String q, String k, String v) {
        return List.of(
                List.of(q + ".bias", k + ".bias", v + ".bias"),
                List.of(q + ".bias", ZERO, v + ".bias"));
    }

    /**
     * The ways in which a tensor of the encoder may be written: each a list of tensors to be laid one below
     * the other, {@link #ZERO} among them for zeros. The first way is the usual one.
     */
    List<List<String>> ways(BlockKey key) {
        return switch (key) {
            case NORM1_WEIGHT -> one(norm1 + ".weight");
            case NORM1_BIAS -> one(norm1 + ".bias");
            case QKV_WEIGHT -> List.of(qkvWeight);
            case QKV_BIAS -> qkvBias;
            case PROJ_WEIGHT -> one(proj + ".weight");
            case PROJ_BIAS -> one(proj + ".bias");
            case SCALE1 -> each(scale1);
            case NORM2_WEIGHT -> one(norm2 + ".weight");
            case NORM2_BIAS -> one(norm2 + ".bias");
            case FC1_WEIGHT -> one(fc1 + ".weight");
            case FC1_BIAS -> one(fc1 + ".bias");
            case FC2_WEIGHT -> one(fc2 + ".weight");
            case FC2_BIAS -> one(fc2 + ".bias");
            case SCALE2 -> each(scale2);
        };
    }

    /** Every name that may stand in a block. */
    List<String> sources() {
        return Stream.of(BlockKey.values())
                .flatMap(key -> ways(key).stream())
                .flatMap(List::stream)
                .filter(source -> !source.equals(ZERO))
                .distinct()
                .toList();
    }

    private static List<List<String>> one(String source) {
        return List.of(List.of(source));
    }

    private static List<List<String>> each(List<String> sources) {
        return sources.stream().map(List::of).toList();
    }
}
