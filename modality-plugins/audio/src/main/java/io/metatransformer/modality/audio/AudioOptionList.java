package io.metatransformer.modality.audio;

import io.metatransformer.api.Option;
import java.util.ArrayList;
import java.util.List;

/** What the options are called, and what they mean. */
final class AudioOptionList {
    static final String MAX_TOKENS = "max_tokens";

    private static final int MAX_FRAMES = 1 << 20;

    private AudioOptionList() {}

    private static final List<Option> SOUND =
            List.of(
                    Option.text(
                                    "mix",
                                    "mean",
                                    "how channels become one: mean, first, or index(i) for one channel counted from"
                                            + " 0")
                            .settablePerRequest(),
                    Option.integer(
                            "sample_rate_hz",
                            16_000,
                            SoundLimits.MIN_RATE,
                            SoundLimits.MAX_RATE,
                            "Hz",
                            "rate that sound is brought to"),
                    Option.flag(
                                    "resample",
                                    true,
                                    "whether it is brought to that rate; if not, features are computed at its own")
                            .settablePerRequest(),
                    Option.integer(
                                    "chunk",
                                    0,
                                    0,
                                    Integer.MAX_VALUE,
                                    "",
                                    "which window of 'frames' of a longer sound is read, counted from 0")
                            .unset()
                            .settablePerRequest(),
                    Option.choice(
                                    "numbers",
                                    "auto",
                                    List.of("auto", "spectrogram", "waveform"),
                                    "what an array is: [frames, mel bins] that is already normalised, or [channels,"
                                            + " samples] or [samples]; auto: a spectrogram if the last size is"
                                            + " 'mel_bins'")
                            .settablePerRequest(),
                    Option.integer(
                                    "source_rate_hz",
                                    16_000,
                                    SoundLimits.MIN_RATE,
                                    SoundLimits.MAX_RATE,
                                    "Hz",
                                    "rate of a waveform that is given as an array; unset: 'sample_rate_hz'")
                            .unset()
                            .settablePerRequest(),
                    Option.flag(
                                    "strict",
                                    false,
                                    "whether a file that holds less than its header claims is refused")
                            .settablePerRequest(),
                    Option.integer(
                            "max_seconds",
                            14_400,
                            1,
                            1_000_000,
                            "s",
                            "most sound that a file may hold"),
                    Option.integer(
                            MAX_TOKENS,
                            16_384,
                            1,
                            1 << 20,
                            "",
                            "most tokens that one input may become"));

    private static final List<Option> FEATURES =
            List.of(
                    Option.integer("mel_bins", 128, 4, 1024, "", "bins of the mel scale").unset(),
                    Option.choice(
                            "window",
                            WindowShape.HANNING.word(),
                            WindowShape.words(),
                            "what each frame of 25 ms is multiplied by"),
                    Option.integer(
                                    "frames",
                                    1024,
                                    0,
                                    MAX_FRAMES,
                                    "frames of 10 ms",
                                    "length of a spectrogram: shorter ones are filled up, longer ones cut; 0: as"
                                            + " long as the sound")
                            .unset(),
                    Option.number(
                                    "mean",
                                    -4.2677393,
                                    -1e6,
                                    1e6,
                                    "",
                                    "of log-energies in the training data, subtracted")
                            .unset(),
                    Option.number(
                                    "std",
                                    4.5689974,
                                    1e-6,
                                    1e6,
                                    "",
                                    "of log-energies in the training data; twice this divides")
                            .unset());

    private static final List<Option> TOKENS =
            List.of(
                    Option.integer(
                                    "kernel",
                                    16,
                                    1,
                                    1024,
                                    "",
                                    "edge of a patch in mel bins and frames; unset: that of the weights")
                            .unset(),
                    Option.integer(
                            "frequency_stride",
                            10,
                            1,
                            1024,
                            "",
                            "mel bins from one patch to the next"),
                    Option.integer(
                            "time_stride", 10, 1, 1024, "", "frames from one patch to the next"),
                    Option.choice(
                                    "prefix",
                                    "auto",
                                    List.of("auto", "none", "cls", "cls+dist"),
                                    "class and distillation token before the patches; auto: as many as the position"
                                            + " table has rows for, without one those that the weights have")
                            .unset(),
                    Option.choice(
                                    "pos_embed",
                                    "auto",
                                    List.of("auto", "none", "learned", "sinusoid"),
                                    "positions added to the tokens; auto: learned ones if the weights have them")
                            .unset(),
                    Option.numbers(
                                    "pos_grid",
                                    List.of(),
                                    "",
                                    "rows (frequency), columns (time) that learned positions were trained on; unset:"
                                            + " those of the options above, else AST's 12, 101")
                            .unset(),
                    Option.flag(
                            "sum_rgb",
                            false,
                            "whether 'proj.weight' is that of a picture's three channels, to be summed"));

    /** What a model may set, and a request where it says so. */
    static List<Option> declared() {
        List<Option> all = new ArrayList<>();
        all.add(
                Option.choice(
                        "profile",
                        AudioProfile.ALL.get(0).word(),
                        AudioProfile.words(),
                        "the values of 'mel_bins', 'frames', 'mean', 'std', 'prefix' and 'pos_embed' where they are"
                                + " not set"));
        all.addAll(SOUND);
        all.addAll(FEATURES);
        all.addAll(TOKENS);
        return List.copyOf(all);
    }
}
