package io.metatransformer.modality.audio;

/**
 * FLAC in its own container (RFC 9639). The checksums of all frames are checked; a library that does so and may be
 * shipped with this plugin was not to be found.
 */
final class FlacFile {
    private FlacFile() {}

    /**
     * @param start of the signature {@code fLaC}
     */
    static Sound read(SoundBytes file, long start, SoundLimits limits) {
        FlacStream stream = FlacStream.read(file, start);
        limits.check(file, stream.channels(), stream.rate());
        if (stream.frames() > 0) {
            limits.checkFrames(file, stream.frames(), stream.rate());
            limits.checkDecoded(file, stream.frames(), stream.channels());
        }
        FlacBits bits = new FlacBits(file, stream.firstFrame());
        FlacFrame frame = new FlacFrame(stream, bits);
        DecodedSound.Builder sound =
                new DecodedSound.Builder(file, stream.channels(), stream.rate(), limits);
        double scale = Math.scalb(1.0, 1 - stream.depth());
        while (!ended(file, bits, stream, sound.frames())) {
            int count = frame.read();
            float[] block = sound.room(count);
            for (int channel = 0; channel < stream.channels(); channel++) {
                long[] samples = frame.samples(channel);
                int at = channel;
                for (int i = 0; i < count; i++, at += stream.channels()) {
                    block[at] = (float) (samples[i] * scale);
                }
            }
        }
        return sound.build(stream.frames());
    }

    /** Tags of another kind may follow the sound. */
    private static boolean ended(
            SoundBytes file, FlacBits bits, FlacStream stream, long framesSoFar) {
        return bits.atEnd()
                || stream.frames() > 0 && framesSoFar >= stream.frames()
                || stream.frames() == 0 && file.has(bits.byteAt(), "TAG");
    }
}
