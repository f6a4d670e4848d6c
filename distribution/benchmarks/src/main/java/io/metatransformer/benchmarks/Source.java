package io.metatransformer.benchmarks;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads one data set as {@code distribution/benchmarks/fetch} leaves it. */
interface Source {
    String name();

    /**
     * @param data folder of all data sets
     * @param full all of it, or as much as is learnt in a minute or two
     */
    Problem read(Path data, boolean full) throws IOException;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#IO_ERROR} if it is not there
     */
    static Path existing(Path data, String path) {
        Path found = data.resolve(path);
        if (!Files.exists(found)) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR,
                    "the data has no " + path + ": distribution/benchmarks/fetch brings it");
        }
        return found;
    }
}
