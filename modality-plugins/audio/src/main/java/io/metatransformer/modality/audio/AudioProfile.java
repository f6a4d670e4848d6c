package io.metatransformer.modality.audio;

import java.util.List;

/**
 * A full set of values for the options that nobody sets.
 *
 * @param word that the option {@code profile} takes
 * @param bins of the mel scale
 * @param frames of a spectrogram; 0 for as many as the sound has
 * @param mean of log-energies in the training data
 * @param std of them; the spectrogram is divided by twice this
 * @param kernel edge of a patch, where weights are drawn
 * @param prefix what the option of that name is
 * @param positions what the option {@code pos_embed} is
 */
record AudioProfile(
        String word,
        int bins,
        int frames,
        double mean,
        double std,
        int kernel,
        String prefix,
        String positions) {
    private static final String AUTO = "auto";
    private static final String NONE = "none";

    /** AudioSet's statistics, 10.24 s. */
    private static AudioProfile audioSet(String word) {
        return new AudioProfile(word, 128, 1024, -4.2677393, 4.5689974, 16, AUTO, AUTO);
    }

    /**
     * The usual one first. {@code speechcommands} is what the reference trained: its checkpoints hold a class and a
     * distillation token that it never puts into the sequence.
     */
    static final List<AudioProfile> ALL =
            List.of(
                    audioSet("default"),
                    audioSet("ast"),
                    new AudioProfile("esc50", 128, 512, -6.6268077, 5.358466, 16, AUTO, AUTO),
                    new AudioProfile(
                            "speechcommands-ast", 128, 128, -6.845978, 5.5654526, 16, AUTO, AUTO),
                    new AudioProfile(
                            "speechcommands", 224, 224, -6.845978, 5.5654526, 32, NONE, AUTO),
                    new AudioProfile("data2seq", 128, 0, 0, 0.5, 16, NONE, NONE));

    static List<String> words() {
        return ALL.stream().map(AudioProfile::word).toList();
    }

    /**
     * @param word one of {@link #words}
     */
    static AudioProfile of(String word) {
        return ALL.stream().filter(p -> p.word().equals(word)).findFirst().orElseThrow();
    }
}
