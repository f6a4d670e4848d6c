package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.Progress;
import java.util.Collection;

/** One of the two forms of a {@code .pth} file, its pickle read, its storages found but not read. */
interface Container {

    /** What {@code torch.save} was given, as inert values. */
    Object root();

    /** Holds the bytes of these storages against the container's checksums, if it has any. */
    void verify(Collection<Storage> used, Progress progress);
}
