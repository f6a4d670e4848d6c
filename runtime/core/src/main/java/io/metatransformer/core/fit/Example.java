package io.metatransformer.core.fit;

import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import java.util.Objects;

/**
 * Raw data, and what a head should answer to it.
 *
 * @param name for messages and reports, such as a file's name within its data set
 */
public record Example(String name, Item item, Target target) {
    public Example {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(target, "target");
    }
}
