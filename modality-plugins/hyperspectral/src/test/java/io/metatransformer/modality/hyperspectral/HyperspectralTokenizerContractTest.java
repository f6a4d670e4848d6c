package io.metatransformer.modality.hyperspectral;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HyperspectralTokenizerContractTest extends TokenizerContract {

    @Override
    protected Modality modality() {
        return Modality.HYPERSPECTRAL;
    }

    @Override
    protected Map<String, Object> config() {
        return Map.of("bands", 14, "patch", 3, "band_group", 3, "fewer_bands", true);
    }

    @Override
    protected List<Input> samples() {
        float[] values = new float[3 * 4 * 14];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37 % 101;
        }
        return List.of(
                HyperspectralGoldenTest.input("hs10_planar_u16.tif"),
                HyperspectralGoldenTest.input("hs10_v5_compressed.mat"),
                HyperspectralGoldenTest.input("hs10_classic.nc"),
                SceneReaderTest.input("mat73.mat"),
                SceneReaderTest.input("netcdf4.nc"),
                SceneReaderTest.input("envi_bil.zip"),
                Input.of(Modality.HYPERSPECTRAL, Tensor.of(values, 3, 4, 14)));
    }

    /** A TIFF file does not say that it holds a scene. */
    @Override
    protected boolean hasSignature(Input sample) {
        return !sample.name().endsWith(".tif");
    }

    @Override
    protected Optional<Input> tooLarge() {
        String header =
                "ENVI\nsamples = 100000\nlines = 100000\nbands = 14\ndata type = 1\ninterleave = bsq\n";
        return Optional.of(
                Input.of(Modality.HYPERSPECTRAL, header.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void a_tiff_file_without_a_modality_is_left_to_the_tokenizer_of_images() {
        Input picture = samples().get(0);

        assertFalse(new HyperspectralTokenizer().recognises(picture.head(512)));
    }
}
