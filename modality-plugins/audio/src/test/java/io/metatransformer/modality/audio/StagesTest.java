package io.metatransformer.modality.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every stage of a spectrogram and of positions against the reference's own. */
class StagesTest {
    private final Golden golden = Files.golden("au05_stages");

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RECTANGULAR")
    void windows_and_what_they_make_of_a_sound_are_those_of_kaldi(WindowShape shape) {
        double[] samples = golden.doubles("input.waveform");
        Filterbank filterbank = new Filterbank(16_000, 128, shape);
        String output = shape == WindowShape.HANNING ? "fbank" : "fbank_" + shape.word();

        int frames = (int) filterbank.frames(samples.length);
        float[] energies = new float[frames * 128];
        filterbank.apply(samples, frames, energies, 0);

        Within.assertClose(
                "window",
                golden.doubles("intermediate.window_" + shape.word()),
                shape.of(400),
                1e-12,
                0);
        // The golden filters are floats.
        Within.assertClose("energies", golden.doubles("output.f64." + output), energies, 1e-4, 0);
    }

    @Test
    void the_first_frame_is_prepared_and_transformed_as_kaldi_does() {
        Filterbank filterbank = new Filterbank(16_000, 128, WindowShape.HANNING);
        double[] frame = new double[512];
        double[] power = new double[257];

        filterbank.emphasise(golden.doubles("input.waveform"), 0, frame);
        double[] prepared = frame.clone();
        filterbank.power(frame, power);

        double[] windowed = golden.doubles("intermediate.f64.frame0_windowed_padded");
        Within.assertClose("prepared", windowed, prepared, 1e-12, 0);
        double[] spectrum = golden.doubles("intermediate.f64.power_spectrum");
        Within.assertClose("power", Arrays.copyOf(spectrum, 257), power, 1e-9, 1e-9);
    }

    @Test
    void mel_filters_are_those_of_kaldi_with_the_empty_ones_among_them() {
        double[] bank = golden.doubles("intermediate.mel_bank_128");
        MelFilters filters = new MelFilters(128, 16_000, 512);

        for (int bin = 0; bin < 257; bin++) {
            double[] power = new double[257];
            power[bin] = 1;
            double[] weights = new double[128];
            filters.apply(power, weights);

            double[] expected = new double[128];
            for (int m = 0; m < 128; m++) {
                expected[m] = bank[m * 257 + bin];
            }
            Within.assertClose("bin " + bin, expected, weights, 5e-5, 0);
        }
    }

    @Test
    void narrow_filters_that_catch_no_bin_stay_empty() {
        double[] power = new double[257];
        Arrays.fill(power, 1);
        double[] sums = new double[224];

        new MelFilters(224, 16_000, 512).apply(power, sums);

        double[] expected = golden.doubles("intermediate.mel_bank_224_row_sums");
        Within.assertClose("sums", expected, sums, 1e-4, 0);
        int[] empty = {2, 3, 6, 9, 10, 13, 16, 19, 20, 23, 28, 31, 34, 39, 44, 53};
        for (int m : empty) {
            assertEquals(0, sums[m], "filter " + m);
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "12, 21", "12, 120", "21, 21"})
    void positions_of_ast_are_brought_to_other_grids_by_its_rule(int rows, int cols) {
        Golden positions = Files.golden("au09_ast_pos_embed");
        AudioPositions table =
                AudioPositions.learned(
                        positions.tensor("weights.v.pos_embed").reshape(1214, 8),
                        2,
                        2,
                        TokenGrid.AST);

        float[] expected = positions.tensor("output." + rows + "x" + cols).toArray();
        Within.assertClose(
                "positions", expected, table.rows(new TokenGrid(rows, cols)).toArray(), 1e-5, 0);
    }
}
