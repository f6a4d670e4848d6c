package io.metatransformer.modality.video;

/**
 * Which frames of a video are taken.
 *
 * @param frames of a clip, T
 * @param rate frames from one that is taken to the next
 * @param views that {@link Sampling#TEST} and {@link Sampling#SPARSE_TEST} make in time
 * @param view the one that is wanted, counted from 0
 */
record FrameChoice(Sampling sampling, int frames, int rate, int views, int view) {

    /**
     * The places, counted from 0, of T frames in a video of {@code L}.
     *
     * @param L at least 1
     */
    int[] of(int L) {
        return sampling.indices(this, L);
    }
}
