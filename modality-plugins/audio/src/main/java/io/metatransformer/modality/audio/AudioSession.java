package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.util.Optional;

/** Reads, makes a spectrogram, embeds its patches. All native memory is the embedding's. */
final class AudioSession implements TokenizerSession {
    /** Of all patches together: 1 GiB. */
    private static final long MAX_VALUES = 1 << 28;

    /** Of a spectrogram: 256 MiB. */
    private static final long MAX_ENERGIES = 1 << 26;

    private final int width;
    private final int maxTokens;
    private final Options options;
    private final AudioEmbedding embedding;
    private final Lifetime lifetime;

    AudioSession(ModelPart part, Options options, AudioEmbedding embedding) {
        this.width = part.width();
        this.maxTokens = options.integer(AudioOptionList.MAX_TOKENS);
        this.options = options;
        this.embedding = embedding;
        this.lifetime = new Lifetime(part.name());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return maxTokens;
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(
                () -> {
                    Spectrogram spectrogram = spectrogram(input);
                    patches(input, spectrogram); // the same refusals
                    return Optional.of(spectrogram.preview().get());
                });
    }

    private TokenSequence read(Input input) {
        Spectrogram spectrogram = spectrogram(input);
        SpectrogramPatches patches = patches(input, spectrogram);
        Tensor tokens = embedding.embed(patches, spectrogram.values().get(), spectrogram.bins());
        return TokenSequence.of(
                tokens,
                Modality.AUDIO,
                embedding.prefix(),
                new Layout.Grid(patches.grid().rows(), patches.grid().cols()),
                spectrogram.origin());
    }

    private Spectrogram spectrogram(Input input) {
        return prepare(input, AudioOptions.from(options.withRequest(input.options())));
    }

    private SpectrogramPatches patches(Input input, Spectrogram spectrogram) {
        SpectrogramPatches patches =
                embedding.patches(spectrogram.bins(), spectrogram.frames(), input.name());
        checkLimits(input, spectrogram, patches);
        return patches;
    }

    /** Reads the input as far as its size needs it. */
    static Spectrogram prepare(Input input, AudioOptions chosen) {
        if (SoundInput.isSpectrogram(input, chosen)) {
            Tensor array = SoundInput.spectrogram(input, chosen);
            return new Spectrogram(
                    array.size(0),
                    array.size(1),
                    array::toArray,
                    () -> SoundDrawing.of(array.toArray(), array.size(0), array.size(1)),
                    Origin.named(input.name()));
        }
        Sound sound = SoundInput.read(input, chosen);
        SoundWindow window =
                SoundWindow.of(
                        input.name(),
                        Waveform.of(sound, input.name(), chosen.mix(), chosen.rate()),
                        chosen);
        return new Spectrogram(
                window.frames(),
                chosen.bins(),
                () -> window.normalised(chosen),
                () -> SoundDrawing.of(sound, window, chosen.bins()),
                window.origin(sound));
    }

    private void checkLimits(Input input, Spectrogram spectrogram, SpectrogramPatches patches) {
        long tokens = patches.grid().count() + embedding.prefix();
        long energies = (long) spectrogram.frames() * spectrogram.bins();
        if (tokens > maxTokens || patches.values() > MAX_VALUES || energies > MAX_ENERGIES) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    input.name()
                            + ": "
                            + spectrogram.frames()
                            + " frames of "
                            + spectrogram.bins()
                            + " mel bins would become "
                            + tokens
                            + " tokens of "
                            + patches.values()
                            + " numbers, at most "
                            + maxTokens
                            + " tokens, "
                            + MAX_VALUES
                            + " numbers and "
                            + MAX_ENERGIES
                            + " frames times bins are made");
        }
    }

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
