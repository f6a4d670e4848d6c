package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is there until it is closed. */
record TemporaryFolder(Path path) implements AutoCloseable {

    static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("metatransformer-bench-"));
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "no temporary folder can be made", e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR,
                    "the temporary folder '" + path.getFileName() + "' cannot be removed",
                    e);
        }
    }
}
