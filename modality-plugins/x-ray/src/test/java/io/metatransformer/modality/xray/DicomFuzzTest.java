package io.metatransformer.modality.xray;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.testkit.Mutations;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken DICOM files, without end if asked for: {@code -Dfuzz.rounds=200000}. */
class DicomFuzzTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mono12 implicit big_endian nested_explicit nested_implicit signed12",
                "frames_rle rgb_rle palette ybr_full rgb_planar",
                "deflated padding_windows uint32",
                "jpeg_lossless12 jpeg_lossless_frames rgb_jpeg_untransformed"
            })
    @Timeout(600)
    void broken_files_are_read_or_refused(String files) {
        Options options = Options.of(XRayOptions.declared(), Map.of("size", 32));
        List<byte[]> good =
                Stream.of(files.split(" "))
                        .map(file -> Files.bytes("/dicom/" + file + ".dcm"))
                        .toList();

        new Mutations(1, good)
                .allAreReadOrRefused(
                        bytes ->
                                new XRayPreparation()
                                        .prepare(Input.of(Modality.X_RAY, bytes), options, 3)
                                        .planes()
                                        .get());
    }
}
