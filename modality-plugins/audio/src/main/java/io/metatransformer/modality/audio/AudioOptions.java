package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import java.util.Optional;

/**
 * How sound becomes a spectrogram.
 *
 * @param rate of the features in Hz; empty for each sound's own
 * @param modelRate that the model was made for, in Hz
 * @param bins of the mel scale, M
 * @param frames of the spectrogram, T; 0 for as many as there are
 * @param chunk which piece of T frames; empty for the first, and nobody asked
 * @param numbers what an array is: {@code auto}, {@code spectrogram} or {@code waveform}
 * @param sourceRate of a waveform given as an array
 */
record AudioOptions(
        Mix mix,
        Optional<Integer> rate,
        int modelRate,
        int bins,
        WindowShape window,
        int frames,
        float mean,
        float std,
        Optional<Integer> chunk,
        String numbers,
        int sourceRate,
        SoundLimits limits) {

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for values that make no sense
     */
    static AudioOptions from(Options options) {
        AudioProfile profile = AudioProfile.of(options.text("profile"));
        int rate = options.integer("sample_rate_hz");
        int frames = options.isSet("frames") ? options.integer("frames") : profile.frames();
        if (frames == 0 && options.isSet("chunk") && options.integer("chunk") > 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'chunk' counts windows of 'frames'; this model reads a sound as a whole");
        }
        return new AudioOptions(
                Mix.of(options.text("mix")),
                options.flag("resample") ? Optional.of(rate) : Optional.empty(),
                rate,
                options.isSet("mel_bins") ? options.integer("mel_bins") : profile.bins(),
                WindowShape.of(options.text("window")),
                frames,
                (float) (options.isSet("mean") ? options.number("mean") : profile.mean()),
                (float) (options.isSet("std") ? options.number("std") : profile.std()),
                options.isSet("chunk") ? Optional.of(options.integer("chunk")) : Optional.empty(),
                options.text("numbers"),
                options.isSet("source_rate_hz") ? options.integer("source_rate_hz") : rate,
                new SoundLimits(options.integer("max_seconds"), options.flag("strict")));
    }
}
