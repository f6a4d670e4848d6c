package io.metatransformer.server.infer;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files that came beside a request and that it may refer to by name. */
record Parts(List<Part> all) {
    static final Parts NONE = new Parts(List.of());

    /**
     * @param name by which the request refers to it
     * @param label for messages; what its sender calls it
     * @param mediaType as declared, if that says anything
     */
    record Part(String name, String label, Optional<String> mediaType, Path file) {
        Input input(Modality modality) {
            return Input.of(modality, file).named(label);
        }
    }

    Optional<Part> find(String name) {
        return all.stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
