package io.metatransformer.modality.infrared;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InfraredTokenizerContractTest extends TokenizerContract {
    private static final Path FILES = Path.of("src/test/resources/golden/infrared");

    @Override
    protected Modality modality() {
        return Modality.INFRARED;
    }

    @Override
    protected Map<String, Object> config() {
        return Map.of("size", 64);
    }

    @Override
    protected List<Input> samples() {
        return Stream.of("ir01_gray8.png", "ir03_gray16.tif", "ir05_celsius_f32.tif")
                .map(file -> Input.of(Modality.INFRARED, FILES.resolve(file)))
                .toList();
    }

    /** A picture does not say that it is infrared. */
    @Override
    protected boolean hasSignature(Input sample) {
        return false;
    }

    @Test
    void a_picture_without_a_modality_is_left_to_the_tokenizer_of_images() {
        for (Input sample : samples()) {
            assertFalse(new InfraredTokenizer().recognises(sample.head(512)), sample.name());
        }
    }
}
