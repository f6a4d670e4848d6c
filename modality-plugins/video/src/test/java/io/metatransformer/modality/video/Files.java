package io.metatransformer.modality.video;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files on the class path. */
final class Files {
    private Files() {}

    static byte[] bytes(String resource) {
        try (InputStream in = Files.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A video, labelled with its name. */
    static Input input(String resource) {
        return Input.of(Modality.VIDEO, bytes(resource))
                .named(resource.substring(resource.lastIndexOf('/') + 1));
    }
}
