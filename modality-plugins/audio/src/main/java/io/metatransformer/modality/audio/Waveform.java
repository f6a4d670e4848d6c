package io.metatransformer.modality.audio;

import java.util.Optional;

/** One channel of a sound at the rate of the features, computed where it is asked for. Immutable. */
final class Waveform {
    private final Sound sound;
    private final Mix mix;
    private final Optional<Resampling> resampling;
    private final int rate;

    private Waveform(Sound sound, Mix mix, Optional<Resampling> resampling, int rate) {
        this.sound = sound;
        this.mix = mix;
        this.resampling = resampling;
        this.rate = rate;
    }

    /**
     * @param rate wanted; empty for the sound's own
     */
    static Waveform of(Sound sound, String name, Mix mix, Optional<Integer> rate) {
        mix.require(sound.channels(), name);
        Optional<Integer> other = rate.filter(wanted -> wanted != sound.rate());
        return new Waveform(
                sound,
                mix,
                other.map(wanted -> new Resampling(sound.rate(), wanted, name)),
                other.orElse(sound.rate()));
    }

    int rate() {
        return rate;
    }

    /** Number of samples. */
    long length() {
        return resampling.map(r -> r.length(sound.frames())).orElse(sound.frames());
    }

    /** The samples from {@code from} on, none beyond the last. */
    double[] read(long from, int count) {
        if (resampling.isEmpty()) {
            return original(from, from + count);
        }
        Resampling r = resampling.get();
        return r.apply(original(r.low(from), r.high(from + count - 1)), from, count);
    }

    /** Samples of the sound itself, with zeros before its start and after its end. */
    private double[] original(long from, long to) {
        double[] padded = new double[Math.toIntExact(to - from)];
        long first = Math.max(0, from);
        long last = Math.min(sound.frames(), to);
        if (first == from && last == to) {
            sound.read(from, mix, padded);
            return padded;
        }
        if (first < last) {
            double[] there = new double[(int) (last - first)];
            sound.read(first, mix, there);
            System.arraycopy(there, 0, padded, (int) (first - from), there.length);
        }
        return padded;
    }
}
