package io.metatransformer.modality.video;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which frames of a video become a clip. All but {@link #UNIFORM} are the reference's own rules, quirks included:
 * its models were trained with them.
 */
enum Sampling {
    /** Frames in a row out of the middle, about {@code rate} apart; a short video ends in its last frame repeated. */
    DENSE {
        @Override
        int[] indices(FrameChoice choice, int L) {
            return dense(L, choice.frames(), choice.rate());
        }
    },
    /** One frame out of the middle of each of T equal parts; of a video with fewer frames as {@link #UNIFORM}. */
    SPARSE {
        @Override
        int[] indices(FrameChoice choice, int L) {
            int T = choice.frames();
            int part = L / T;
            if (part == 0) {
                return UNIFORM.indices(choice, L); // the reference would ask for frame -1
            }
            int[] indices = new int[T];
            for (int t = 0; t < T; t++) {
                indices[t] = t * part + dense(part, 1, 1)[0];
            }
            return indices;
        }
    },
    /** One of several views of every {@code rate}-th frame. */
    TEST {
        @Override
        int[] indices(FrameChoice choice, int L) {
            int T = choice.frames();
            int rate = choice.rate();
            int shown = (L - 1) / rate + 1; // 0, rate, 2 rate, ... below L
            int listed = Math.max(shown, T);
            double step =
                    choice.views() == 1
                            ? 0
                            : Math.max((double) (listed - T) / (choice.views() - 1), 0);
            int start = (int) (choice.view() * step);
            int[] indices = new int[T];
            for (int t = 0; t < T; t++) {
                indices[t] = Math.min(start + t, shown - 1) * rate;
            }
            return indices;
        }
    },
    /** One of several views of T frames each, evenly over all of them. */
    SPARSE_TEST {
        @Override
        int[] indices(FrameChoice choice, int L) {
            int T = choice.frames();
            int S = choice.views();
            double tick = L / (double) T;
            int[] all = new int[S * T];
            for (int s = 0; s < S; s++) {
                for (int t = 0; t < T; t++) {
                    all[s * T + t] = (int) (s * tick / S + tick * t);
                }
            }
            Arrays.sort(all);
            int[] indices = new int[T];
            for (int t = 0; t < T; t++) {
                indices[t] = all[t * S + choice.view()];
            }
            return indices;
        }
    },
    /** The middle of each of T equal parts, however short the video is. */
    UNIFORM {
        @Override
        int[] indices(FrameChoice choice, int L) {
            int T = choice.frames();
            int[] indices = new int[T];
            for (int t = 0; t < T; t++) {
                indices[t] = (int) ((t + 0.5) * L / T);
            }
            return indices;
        }
    };

    /**
     * T frames of a video of {@code L}, in order, some perhaps more than once.
     *
     * @param L at least 1
     */
    abstract int[] indices(FrameChoice choice, int L);

    /** Whether a clip is one of several views, of which the caller asks for one. */
    boolean ofViews() {
        return this == TEST || this == SPARSE_TEST;
    }

    private static int[] dense(int L, int T, int rate) {
        long span = (long) T * rate;
        int[] indices = new int[T];
        if (L > span) {
            int end = (int) ((span + L) / 2);
            int start = end - (int) span;
            for (int t = 0; t < T; t++) {
                indices[t] = (int) Math.min(linspace(start, end, T, t), end - 1);
            }
            return indices;
        }
        int spread = L / rate;
        for (int t = 0; t < T; t++) {
            double at = t < spread ? linspace(0, L, spread, t) : L;
            indices[t] = (int) Math.min(at, L - 1);
        }
        return indices;
    }

    /** Value {@code i} of {@code n} from a to b, both included; of one, a. */
    private static double linspace(int a, int b, int n, int i) {
        if (n == 1) {
            return a;
        }
        return i == n - 1 ? b : i * ((b - a) / (n - 1.0)) + a;
    }

    /** As options write it: {@code dense}, {@code sparse-test}, … */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words. */
    static List<String> words() {
        return Arrays.stream(values()).map(Sampling::word).toList();
    }

    /** The one of this word, which is one of {@link #words}. */
    static Sampling of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
