package io.metatransformer.modality.xray;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class XRayTokenizerContractTest extends TokenizerContract {
    private static final Path FILES = Path.of("src/test/resources/golden/x-ray");

    @Override
    protected Modality modality() {
        return Modality.X_RAY;
    }

    @Override
    protected Map<String, Object> config() {
        return Map.of("size", 64);
    }

    @Override
    protected List<Input> samples() {
        return Stream.of("xr01_gray8.png", "xr03_mono2_12bit.dcm", "xr07_rle.dcm")
                .map(file -> Input.of(Modality.X_RAY, FILES.resolve(file)))
                .toList();
    }

    /** A DICOM file has one; a picture does not say that it shows an X-ray. */
    @Override
    protected boolean hasSignature(Input sample) {
        return sample.name().endsWith(".dcm");
    }

    @Test
    void a_picture_without_a_modality_is_left_to_the_tokenizer_of_images() {
        Input picture = samples().get(0);

        assertFalse(new XRayTokenizer().recognises(picture.head(512)));
    }
}
