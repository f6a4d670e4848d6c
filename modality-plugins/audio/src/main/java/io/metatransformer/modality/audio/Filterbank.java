package io.metatransformer.modality.audio;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;
import pl.edu.icm.jlargearrays.ConcurrencyUtils;

/**
 * Log-mel energies of frames of 25 ms every 10 ms, as Kaldi's {@code compute-fbank-feats} gives them with pre-emphasis
 * 0.97, without dither, of samples in -1 to 1. Only whole frames count. In double precision; immutable.
 */
final class Filterbank {
    static final double FRAME_MS = 25;
    static final double SHIFT_MS = 10;

    private static final double PRE_EMPHASIS = 0.97;

    /** What a float adds to 1 at least: energies are not smaller. */
    private static final double LEAST = 1.1920928955078125e-07;

    static {
        ConcurrencyUtils.setNumberOfThreads(1); // its threads would outlive this plugin
    }

    private final int bins;
    private final int length;
    private final int shift;
    private final int size;
    private final double[] window;
    private final MelFilters filters;
    private final DoubleFFT_1D transform;

    /**
     * @param rate of the samples, in Hz
     * @param bins of the mel scale, M
     */
    Filterbank(int rate, int bins, WindowShape window) {
        this.bins = bins;
        this.length = samples(rate, FRAME_MS);
        this.shift = samples(rate, SHIFT_MS);
        this.size = length == 1 ? 1 : Integer.highestOneBit(length - 1) << 1;
        this.window = window.of(length);
        this.filters = new MelFilters(bins, rate, size);
        this.transform = new DoubleFFT_1D(size);
    }

    private static int samples(int rate, double milliseconds) {
        return (int) (rate * milliseconds * 0.001);
    }

    /** Samples of one frame. */
    int length() {
        return length;
    }

    /** Samples from one frame to the next. */
    int shift() {
        return shift;
    }

    MelFilters filters() {
        return filters;
    }

    /** Whole frames in so many samples. */
    long frames(long samples) {
        return samples < length ? 0 : 1 + (samples - length) / shift;
    }

    /** Samples that so many frames cover. */
    int covered(int frames) {
        return Math.addExact(Math.multiplyExact(frames - 1, shift), length);
    }

    /**
     * @param samples {@link #covered} by the frames
     * @param into receives {@code [frames, M]} from {@code at} on
     */
    void apply(double[] samples, int frames, float[] into, int at) {
        double[] frame = new double[size];
        double[] power = new double[size / 2 + 1];
        double[] energies = new double[bins];
        for (int f = 0; f < frames; f++) {
            emphasise(samples, f * shift, frame);
            power(frame, power);
            filters.apply(power, energies);
            for (int m = 0; m < bins; m++) {
                into[at + f * bins + m] = (float) Math.log(Math.max(energies[m], LEAST));
            }
        }
    }

    /** One frame without its mean, its high frequencies raised, under the window, zeros after it. */
    void emphasise(double[] samples, int from, double[] frame) {
        double mean = 0;
        for (int k = 0; k < length; k++) {
            mean += samples[from + k];
        }
        mean /= length;
        double before = samples[from] - mean;
        for (int k = 0; k < length; k++) {
            double now = samples[from + k] - mean;
            frame[k] = (now - PRE_EMPHASIS * before) * window[k];
            before = now;
        }
        Arrays.fill(frame, length, size, 0);
    }

    /** Squared magnitudes of the transform of {@code frame}, which is overwritten. */
    void power(double[] frame, double[] power) {
        transform.realForward(
                frame); // real parts of bins 0 and size/2, then real and imaginary ones of the
        // others
        power[0] = frame[0] * frame[0];
        power[size / 2] = frame[1] * frame[1];
        for (int i = 1; i < size / 2; i++) {
            power[i] = frame[2 * i] * frame[2 * i] + frame[2 * i + 1] * frame[2 * i + 1];
        }
    }
}
