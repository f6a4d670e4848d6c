package io.metatransformer.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SpectrumTest {
    private static final Path NOTES = Path.of("../samples/notes-synthetic.flac");

    @Test
    void notes_are_loud_where_they_sound() throws Exception {
        double[] spectrum = Spectrum.of(NOTES);

        assertEquals(2 * Spectrum.BANDS + 1, spectrum.length);
        double seconds = Spectrum.seconds(spectrum);
        assertTrue(seconds > 0.5 && seconds < 60, seconds + " s");
        int loudest = 0;
        for (int b = 1; b < Spectrum.BANDS; b++) {
            loudest = spectrum[b] > spectrum[loudest] ? b : loudest;
        }
        double hertz = 40 * Math.pow(400, (loudest + 0.5) / Spectrum.BANDS);
        assertTrue(hertz > 100 && hertz < 2000, "the loudest band is at " + hertz + " Hz");
    }
}
