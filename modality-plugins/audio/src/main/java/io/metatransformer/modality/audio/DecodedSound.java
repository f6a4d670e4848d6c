package io.metatransformer.modality.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Samples that were decompressed: blocks of frames, the channels of a frame side by side. */
final class DecodedSound implements Sound {
    private final List<float[]> blocks;

    /** The frame that follows each block. */
    private final long[] ends;

    private final long frames;
    private final int channels;
    private final int rate;
    private final Optional<String> warning;

    private DecodedSound(Builder made, long frames, Optional<String> warning) {
        this.blocks = List.copyOf(made.blocks);
        this.ends = new long[blocks.size()];
        this.channels = made.channels;
        this.rate = made.rate;
        this.frames = frames;
        this.warning = warning;
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += blocks.get(i).length / channels;
            ends[i] = end;
        }
    }

    /** Takes blocks as they are decoded, and refuses the one too many. Used by one thread. */
    static final class Builder {
        private final List<float[]> blocks = new ArrayList<>();
        private final SoundBytes file;
        private final int channels;
        private final int rate;
        private final SoundLimits limits;
        private long frames;

        Builder(SoundBytes file, int channels, int rate, SoundLimits limits) {
            this.file = file;
            this.channels = channels;
            this.rate = rate;
            this.limits = limits;
        }

        long frames() {
            return frames;
        }

        /** A block for {@code count} more frames, to be filled. */
        float[] room(int count) {
            frames += count;
            limits.checkFrames(file, frames, rate);
            limits.checkDecoded(file, frames, channels);
            float[] block = new float[Math.multiplyExact(count, channels)];
            blocks.add(block);
            return block;
        }

        /**
         * @param claimed frames, 0 if nobody knows; more than those are left out
         */
        Sound build(long claimed) {
            limits.checkFrames(file, frames, rate);
            Optional<String> warning = Optional.empty();
            if (claimed > frames) {
                warning =
                        Optional.of(
                                "the header says "
                                        + claimed
                                        + " samples per channel, the file has "
                                        + frames);
                limits.shorter(file, warning.get());
            }
            return new DecodedSound(
                    this, claimed > 0 ? Math.min(claimed, frames) : frames, warning);
        }

        /** What there is of a file that ends in the middle of something. */
        Sound buildCut() {
            limits.checkFrames(file, frames, rate);
            String warning = "the file ends early, after " + frames + " samples per channel";
            limits.shorter(file, warning);
            return new DecodedSound(this, frames, Optional.of(warning));
        }
    }

    @Override
    public int rate() {
        return rate;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public long frames() {
        return frames;
    }

    @Override
    public Optional<String> warning() {
        return warning;
    }

    @Override
    public void read(long first, Mix mix, double[] into) {
        int done = 0;
        while (done < into.length) {
            long at = first + done;
            int found = Arrays.binarySearch(ends, at);
            int index = found >= 0 ? found + 1 : -found - 1;
            float[] block = blocks.get(index);
            int frame = (int) (at - (ends[index] - block.length / channels));
            int count = Math.min(into.length - done, block.length / channels - frame);
            mix(block, frame, mix, into, done, count);
            done += count;
        }
    }

    private void mix(float[] block, int frame, Mix mix, double[] into, int at, int count) {
        int place = frame * channels;
        for (int i = at; i < at + count; i++, place += channels) {
            if (!mix.mean()) {
                into[i] = block[place + mix.channel()];
                continue;
            }
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += block[place + c];
            }
            into[i] = sum / channels;
        }
    }
}
