package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Origin;
import java.util.Arrays;

/**
 * The piece of a sound that becomes a spectrogram.
 *
 * @param first frame of the sound's own spectrogram
 * @param there frames from there on that the sound has, at least 1
 * @param frames of the spectrogram: what is more than {@code there} is filled up
 * @param whole frames of the sound
 */
record SoundWindow(
        String name,
        Waveform waveform,
        Filterbank filterbank,
        long first,
        int there,
        int frames,
        long whole) {

    /** Computed together: bounds what a long sound takes in memory. */
    private static final int AT_ONCE = 512;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#TOO_SHORT} for less than a frame, {@link
     *     ErrorCode#BAD_CONFIG} for a chunk that is not there, {@link ErrorCode#LIMIT_EXCEEDED} for more frames than
     *     can be counted
     */
    static SoundWindow of(String name, Waveform waveform, AudioOptions options) {
        Filterbank filterbank = new Filterbank(waveform.rate(), options.bins(), options.window());
        long whole = filterbank.frames(waveform.length());
        if (whole < 1) {
            throw new MetaTransformerException(
                    ErrorCode.TOO_SHORT,
                    name
                            + ": "
                            + waveform.length()
                            + " samples at "
                            + waveform.rate()
                            + " Hz, one frame of 25 ms needs "
                            + filterbank.length());
        }
        if (options.frames() == 0) {
            int all = (int) Math.min(whole, Integer.MAX_VALUE / options.bins());
            if (all < whole) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name + ": " + whole + " frames of 10 ms are too many for one spectrogram");
            }
            return new SoundWindow(name, waveform, filterbank, 0, all, all, whole);
        }
        int frames = options.frames();
        long first = (long) options.chunk().orElse(0) * frames;
        if (first >= whole) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    name
                            + ": 'chunk' is "
                            + options.chunk().orElse(0)
                            + ", counted from 0; the sound has "
                            + (whole + frames - 1) / frames);
        }
        int there = (int) Math.min(frames, whole - first);
        return new SoundWindow(name, waveform, filterbank, first, there, frames, whole);
    }

    /** {@code [there, bins]}, natural logarithms of energies. */
    float[] energies(int bins) {
        float[] energies = new float[Math.multiplyExact(there, bins)];
        for (int f = 0; f < there; f += AT_ONCE) {
            int count = Math.min(AT_ONCE, there - f);
            double[] samples =
                    waveform.read((first + f) * filterbank.shift(), filterbank.covered(count));
            filterbank.apply(samples, count, energies, f * bins);
        }
        return energies;
    }

    /** Seconds of the sound before this window. */
    double startSeconds() {
        return first * filterbank.shift() / (double) waveform.rate();
    }

    /** Seconds that the frames which are there cover. */
    double seconds() {
        return (double) samples() / waveform.rate();
    }

    private long samples() {
        return (there - 1L) * filterbank.shift() + filterbank.length();
    }

    /** The least and the greatest sample of each of {@code columns} parts of the window, in turn. */
    float[] peaks(int columns) {
        float[] peaks = new float[2 * columns];
        for (int i = 0; i < columns; i++) {
            long from = samples() * i / columns;
            long to = Math.max(from + 1, samples() * (i + 1) / columns);
            double[] part = waveform.read(first * filterbank.shift() + from, (int) (to - from));
            double least = part[0];
            double greatest = part[0];
            for (double sample : part) {
                least = Math.min(least, sample);
                greatest = Math.max(greatest, sample);
            }
            peaks[2 * i] = (float) least;
            peaks[2 * i + 1] = (float) greatest;
        }
        return peaks;
    }

    /**
     * {@code [frames, bins]}: {@code (energy - mean) / (2·std)}. What is filled up is 0 before that: neither silence nor
     * the mean, but what models are trained with.
     */
    float[] normalised(AudioOptions options) {
        float[] values =
                Arrays.copyOf(energies(options.bins()), Math.multiplyExact(frames, options.bins()));
        float deviation = 2 * options.std();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - options.mean()) / deviation;
        }
        return values;
    }

    /** Facts about a sound of {@code channels}, in seconds of it. */
    Origin origin(Sound sound) {
        double second = waveform.rate();
        Origin origin =
                Origin.named(name)
                        .with("channels", sound.channels())
                        .with("source_rate_hz", sound.rate())
                        .with("rate_hz", waveform.rate())
                        .with("seconds", sound.frames() / (double) sound.rate())
                        .with("start_sec", startSeconds())
                        .with("frame_sec", filterbank.shift() / second)
                        .with("frames", there);
        if (whole > there) {
            long chunks = (whole + frames - 1) / frames;
            origin =
                    origin.with("chunk", first / frames)
                            .with("chunks", chunks)
                            .with(Origin.TRUNCATED, true);
        }
        return sound.warning().isPresent() ? origin.with("warning", sound.warning().get()) : origin;
    }
}
