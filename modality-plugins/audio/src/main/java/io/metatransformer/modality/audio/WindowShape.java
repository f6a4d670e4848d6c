package io.metatransformer.modality.audio;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Windows that a frame is multiplied by, symmetric, as Kaldi defines them. */
enum WindowShape {
    HANNING {
        @Override
        double at(double angle) {
            return 0.5 - 0.5 * Math.cos(angle);
        }
    },
    POVEY {
        @Override
        double at(double angle) {
            return Math.pow(HANNING.at(angle), 0.85);
        }
    },
    HAMMING {
        @Override
        double at(double angle) {
            return 0.54 - 0.46 * Math.cos(angle);
        }
    },
    BLACKMAN {
        @Override
        double at(double angle) {
            return 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
        }
    },
    RECTANGULAR {
        @Override
        double at(double angle) {
            return 1;
        }
    };

    /**
     * @param angle from 0 at the first sample to 2π at the last
     */
    abstract double at(double angle);

    /** The window of {@code length} samples, at least 2. */
    double[] of(int length) {
        double[] window = new double[length];
        for (int k = 0; k < length; k++) {
            window[k] = at(2 * Math.PI * k / (length - 1));
        }
        return window;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(WindowShape::word).toList();
    }

    static WindowShape of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
