package io.metatransformer.modality.infrared;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
}
