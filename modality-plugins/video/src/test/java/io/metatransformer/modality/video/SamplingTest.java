package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.testkit.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
    private final Golden golden =
            Golden.read(SamplingTest.class, "/golden/video/vd02_frame_indices.safetensors");

    @ParameterizedTest
    @CsvSource({"val_16x4, 16, 4", "val_8x8, 8, 8", "val_16x1, 16, 1"})
    void dense_frames_are_those_of_the_reference(String table, int frames, int rate) {
        int[] lengths = golden.ints("input.lengths_" + table);

        for (int n = 0; n < lengths.length; n++) {
            int[] indices = new FrameChoice(Sampling.DENSE, frames, rate, 1, 0).of(lengths[n]);

            assertArrayEquals(row(table, n), indices, table + " of " + lengths[n]);
        }
    }

    @Test
    void sparse_frames_are_those_of_the_reference_where_it_has_any() {
        int[] lengths = golden.ints("input.lengths_sparse_val_16");

        for (int n = 0; n < lengths.length; n++) {
            int[] indices = new FrameChoice(Sampling.SPARSE, 16, 1, 1, 0).of(lengths[n]);

            int[] expected =
                    lengths[n] < 16
                            ? new FrameChoice(Sampling.UNIFORM, 16, 1, 1, 0).of(lengths[n])
                            : row("sparse_val_16", n);
            assertArrayEquals(expected, indices, "length " + lengths[n]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 16, 17, 64, 65, 100, 300})
    void views_in_time_are_cut_out_of_every_fourth_frame(int length) {
        int[] listed = golden.ints("output.test_16x4_" + length);
        int views = listed.length - 16 + 1;

        for (int view = 0; view < views; view++) {
            int[] indices = new FrameChoice(Sampling.TEST, 16, 4, views, view).of(length);

            assertArrayEquals(Arrays.copyOfRange(listed, view, view + 16), indices);
        }
    }

    @Test
    void sparse_views_take_turns() {
        int[] lengths = golden.ints("input.lengths_sparse_test_16x3");

        for (int n = 0; n < lengths.length; n++) {
            int[] all = new int[48];
            for (int view = 0; view < 3; view++) {
                int[] indices =
                        new FrameChoice(Sampling.SPARSE_TEST, 16, 1, 3, view).of(lengths[n]);
                for (int t = 0; t < 16; t++) {
                    all[t * 3 + view] = indices[t];
                }
            }
            assertArrayEquals(row("sparse_test_16x3", n), all);
        }
    }

    @Test
    void uniform_frames_spread_over_a_short_video() {
        int[] indices = new FrameChoice(Sampling.UNIFORM, 8, 4, 1, 0).of(4);

        assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2, 3, 3}, indices);
    }

    @ParameterizedTest
    @EnumSource(Sampling.class)
    void every_rule_stays_within_a_video_of_any_length(Sampling sampling) {
        for (int length : new int[] {1, 2, 3, 15, 16, 17, 63, 64, 65, 1000, 100_000}) {
            for (int rate : new int[] {1, 4, 100_000}) {
                int[] indices = new FrameChoice(sampling, 16, rate, 5, 4).of(length);

                assertEquals(16, indices.length);
                for (int index : indices) {
                    assertTrue(index >= 0 && index < length, sampling + " of " + length);
                }
            }
        }
    }

    private int[] row(String table, int n) {
        int[] all = golden.ints("output." + table);
        int columns = golden.shape("output." + table)[1];
        return Arrays.copyOfRange(all, n * columns, (n + 1) * columns);
    }
}
