package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Golden files of this modality, and inputs made of them. */
final class Files {
    private Files() {}

    static Golden golden(String name) {
        return Golden.read(Files.class, "/golden/point-cloud/" + name + ".safetensors");
    }

    static byte[] bytes(String file) {
        try (InputStream in = Files.class.getResourceAsStream("/golden/point-cloud/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Input input(String file) {
        return Input.of(Modality.POINT_CLOUD, bytes(file)).named(file);
    }

    static Input text(String text) {
        return Input.of(Modality.POINT_CLOUD, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Options options(Map<String, ?> options) {
        return Options.of(PointCloudOptions.declared(), options);
    }

    static Cloud cloud(Input input, Map<String, ?> options) {
        return new CloudReader(options(options)).read(input);
    }
}
