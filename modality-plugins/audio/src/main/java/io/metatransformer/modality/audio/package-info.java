/**
 * Sound to tokens: a file becomes a log-mel spectrogram as Kaldi computes it, and overlapping patches of that become
 * tokens, as the Audio Spectrogram Transformer does (Gong et al., arXiv 2104.01778).
 *
 * <p>Stages, each in a class of its own: a {@link io.metatransformer.modality.audio.Sound} is a file's samples, {@link
 * io.metatransformer.modality.audio.Waveform} one channel of it at the rate of the model, {@link
 * io.metatransformer.modality.audio.Filterbank} its spectrogram, {@link
 * io.metatransformer.modality.audio.SpectrogramPatches} the patches. Samples are in -1 to 1, rates in Hz, spectrograms
 * {@code [frames, mel bins]}, grids of tokens frequency by time, low frequencies first.
 */
package io.metatransformer.modality.audio;
