package io.metatransformer.modality.image;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ImageTokenizerContractTest extends TokenizerContract {
    private static final Path FILES = Path.of("src/test/resources/golden/image");

    @Override
    protected Modality modality() {
        return Modality.IMAGE;
    }

    @Override
    protected Map<String, Object> config() {
        return Map.of("size", 64);
    }

    @Override
    protected List<Input> samples() {
        return List.of(
                Input.of(Modality.IMAGE, FILES.resolve("img02_rgb8.png")),
                Input.of(Modality.IMAGE, FILES.resolve("img03_420.jpg")),
                Input.of(Modality.IMAGE, Tensor.of(new float[3 * 64 * 64], 3, 64, 64)));
    }

    @Override
    protected Optional<Input> tooLarge() {
        return Optional.of(Input.of(Modality.IMAGE, FILES.resolve("bad/huge_dims.png")));
    }
}
