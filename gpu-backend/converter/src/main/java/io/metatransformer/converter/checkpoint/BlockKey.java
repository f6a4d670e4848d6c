package io.metatransformer.converter.checkpoint;

/** The tensors of one block under the encoder's own names, in the order of its file. */
enum BlockKey {
    NORM1_WEIGHT("norm1.weight"),
    NORM1_BIAS("norm1.bias"),
    QKV_WEIGHT("attn.qkv.weight"),
    QKV_BIAS("attn.qkv.bias"),
    PROJ_WEIGHT("attn.proj.weight"),
    PROJ_BIAS("attn.proj.bias"),
    SCALE1("ls1.gamma"),
    NORM2_WEIGHT("norm2.weight"),
    NORM2_BIAS("norm2.bias"),
    FC1_WEIGHT("mlp.fc1.weight"),
    FC1_BIAS("mlp.fc1.bias"),
    FC2_WEIGHT("mlp.fc2.weight"),
    FC2_BIAS("mlp.fc2.bias"),
    SCALE2("ls2.gamma");

    private final String plain;

    BlockKey(String plain) {
        this.plain = plain;
    }

    /** Its name in block {@code number} of the encoder. */
    String in(int number) {
        return number + "." + plain;
    }

    /** Whether a model may be made without it. */
    boolean optional() {
        return this == QKV_BIAS || this == SCALE1 || this == SCALE2;
    }

    /** Shape for width D and hidden width M. */
    int[] shape(int D, int M) {
        return switch (this) {
            case QKV_WEIGHT -> new int[] {3 * D, D};
            case QKV_BIAS -> new int[] {3 * D};
            case PROJ_WEIGHT -> new int[] {D, D};
            case FC1_WEIGHT -> new int[] {M, D};
            case FC1_BIAS -> new int[] {M};
            case FC2_WEIGHT -> new int[] {D, M};
            default -> new int[] {D};
        };
    }
}
