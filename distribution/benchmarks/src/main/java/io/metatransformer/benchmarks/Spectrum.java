package io.metatransformer.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jflac.FLACDecoder;
import org.jflac.PCMProcessor;
import org.jflac.metadata.StreamInfo;
import org.jflac.util.ByteData;
import org.jtransforms.fft.DoubleFFT_1D;

/** What a spectrum is like on the whole: of bands from 40 Hz to 16 kHz, the mean and the deviation of their loudness. */
final class Spectrum {
    static final int BANDS = 32;

    private static final int FRAME = 2048;
    private static final double LOWEST = 40;
    private static final double HIGHEST = 16_000;

    private Spectrum() {}

    /** @return {@code [2 · BANDS + 1]}: means and deviations of logarithms of power, and the logarithm of seconds */
    static double[] of(Path flac) throws IOException {
        Sound sound = Sound.read(flac);
        double[][] frames = frames(sound);
        Scale scale = Scale.of(List.of(frames));
        double[] numbers = new double[2 * BANDS + 1];
        System.arraycopy(scale.mean(), 0, numbers, 0, BANDS);
        System.arraycopy(scale.deviation(), 0, numbers, BANDS, BANDS);
        numbers[2 * BANDS] = Math.log((double) sound.samples().length / sound.rate());
        return numbers;
    }

    static double seconds(double[] numbers) {
        return Math.exp(numbers[2 * BANDS]);
    }

    private static double[][] frames(Sound sound) {
        DoubleFFT_1D transform = new DoubleFFT_1D(FRAME);
        int count = Math.max(1, (sound.samples().length - FRAME) / (FRAME / 2) + 1);
        double[][] frames = new double[count][];
        for (int f = 0; f < count; f++) {
            double[] values = new double[FRAME];
            for (int i = 0; i < FRAME; i++) {
                int at = f * FRAME / 2 + i;
                double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / FRAME);
                values[i] = at < sound.samples().length ? window * sound.samples()[at] : 0;
            }
            transform.realForward(values);
            frames[f] = bands(values, sound.rate());
        }
        return frames;
    }

    private static double[] bands(double[] transformed, int rate) {
        double[] power = new double[BANDS];
        for (int k = 1; k < FRAME / 2; k++) {
            double hertz = (double) k * rate / FRAME;
            double place = BANDS * Math.log(hertz / LOWEST) / Math.log(HIGHEST / LOWEST);
            if (place >= 0 && place < BANDS) {
                double re = transformed[2 * k];
                double im = transformed[2 * k + 1];
                power[(int) place] += re * re + im * im;
            }
        }
        for (int b = 0; b < BANDS; b++) {
            power[b] = Math.log(power[b] + 1e-9);
        }
        return power;
    }

    /**
     * @param samples mean of all channels, in [-1, 1]
     * @param rate per second
     */
    private record Sound(float[] samples, int rate) {

        static Sound read(Path flac) throws IOException {
            List<Float> samples = new ArrayList<>();
            StreamInfo[] info = new StreamInfo[1];
            try (InputStream in = new BufferedInputStream(Files.newInputStream(flac))) {
                FLACDecoder decoder = new FLACDecoder(in);
                decoder.addPCMProcessor(
                        new PCMProcessor() {
                            @Override
                            public void processStreamInfo(StreamInfo of) {
                                info[0] = of;
                            }

                            @Override
                            public void processPCM(ByteData pcm) {
                                mix(pcm, info[0], samples);
                            }
                        });
                decoder.decode();
            }
            float[] mixed = new float[samples.size()];
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] = samples.get(i);
            }
            return new Sound(mixed, info[0].getSampleRate());
        }

        /** Little-endian whole numbers of 16 or 24 bits. */
        private static void mix(ByteData pcm, StreamInfo info, List<Float> into) {
            int bytes = info.getBitsPerSample() / 8;
            int channels = info.getChannels();
            double full = Math.pow(2, info.getBitsPerSample() - 1);
            byte[] data = pcm.getData();
            for (int at = 0; at + bytes * channels <= pcm.getLen(); at += bytes * channels) {
                double sum = 0;
                for (int c = 0; c < channels; c++) {
                    int first = at + c * bytes;
                    int value = data[first + bytes - 1]; // the sign
                    for (int b = bytes - 2; b >= 0; b--) {
                        value = value << 8 | data[first + b] & 0xff;
                    }
                    sum += value / full;
                }
                into.add((float) (sum / channels));
            }
        }
    }
}
