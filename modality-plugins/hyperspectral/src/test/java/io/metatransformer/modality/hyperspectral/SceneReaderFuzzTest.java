package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.testkit.Mutations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken scenes, without end if asked for: {@code -Dfuzz.rounds=200000}. */
class SceneReaderFuzzTest {
    private static final Path SCENES = Path.of("src/test/resources/scenes");
    private static final Options OPTIONS =
            Options.of(
                    HyperspectralOptions.declared(),
                    Map.of("axis_order", "bands-lines-samples", "non_finite", "zero"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mat5_plain.mat mat5_two.mat mat5_complex.mat mat5_flat.mat",
                "netcdf1.nc netcdf2_records.nc netcdf5.nc",
                "plain.h5 new_style.h5 mat73.mat",
                "netcdf4.nc netcdf4_records.nc sparse.h5",
                "pages.tif envi_bil.zip envi_data_first.zip"
            })
    @Timeout(600)
    void broken_files_are_read_or_refused(String files) throws IOException {
        List<byte[]> good = new ArrayList<>();
        for (String file : files.split(" ")) {
            good.add(Files.readAllBytes(SCENES.resolve(file)));
        }

        new Mutations(1, good)
                .allAreReadOrRefused(bytes -> readAll(Input.of(Modality.HYPERSPECTRAL, bytes)));
    }

    @Test
    void broken_headers_are_read_or_refused() throws IOException {
        byte[] header =
                Files.readAllBytes(
                        Path.of("src/test/resources/golden/hyperspectral/hs10_bsq_u16.hdr"));

        new Mutations(2, List.of(header))
                .allAreReadOrRefused(bytes -> EnviHeader.parse("x.hdr", ByteBuffer.wrap(bytes)));
    }

    private static void readAll(Input input) {
        try (Cube cube = new SceneReader(OPTIONS).open(input)) {
            BandRange range = BandRange.of("fuzz", cube, true);
            Pixel pixel = Pixel.of("fuzz", OPTIONS, cube.axes());
            new Neighbourhood(1, 1, false).values("fuzz", cube, new int[] {0}, range, pixel, true);
        }
    }
}
