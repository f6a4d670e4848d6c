package io.metatransformer.modality.video;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.Locale;

/** How the projection of a picture's patches becomes that of tubes (Carreira and Zisserman, CVPR 2017). */
enum Inflation {
    /** Not at all: the weights are those of tubes. */
    NONE,
    /** Every frame of a tube counts the same. */
    MEAN,
    /** Only the middle frame counts; of two, the later. */
    CENTRE;

    /** The one of an option's word: {@code none}, {@code mean} or {@code centre}. */
    static Inflation of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * @param picture {@code [D, C, P, P]}
     * @return {@code [D, C, tubelet, P, P]}
     */
    Tensor apply(Tensor picture, int tubelet) {
        int D = picture.size(0);
        int C = picture.size(1);
        int P = picture.size(2);
        FloatBuffer tubes = Tensor.allocate(Math.multiplyExact(picture.elements(), tubelet));
        float[] patch = new float[P * P];
        float[] silent = new float[P * P];
        FloatBuffer source = picture.data();
        for (int n = 0; n < D * C; n++) {
            source.get(patch);
            if (this == MEAN) {
                for (int i = 0; i < patch.length; i++) {
                    patch[i] /= tubelet;
                }
            }
            for (int t = 0; t < tubelet; t++) {
                tubes.put(this == MEAN || t == tubelet / 2 ? patch : silent);
            }
        }
        return Tensor.of(tubes.flip(), D, C, tubelet, P, P);
    }
}
