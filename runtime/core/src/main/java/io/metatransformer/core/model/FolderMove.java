package io.metatransformer.core.model;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves folders so that nobody sees half of one. */
final class FolderMove {
    private static final Logger LOG = LoggerFactory.getLogger(FolderMove.class);

    private FolderMove() {}

    /** A hidden name beside {@code folder}, which no look at the models takes for a model. */
    static Path aside(Path folder) {
        return folder.resolveSibling("." + folder.getFileName() + "." + UUID.randomUUID());
    }

    /** Moves a folder, by copying it if it lies on another drive. */
    static void into(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            copy(from, to);
            delete(from);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    /** Puts {@code ready} in the place of {@code target}; what was there goes only then. */
    static void replace(Path ready, Path target) throws IOException {
        Path old = aside(target);
        boolean existed = Files.exists(target);
        if (existed) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(ready, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (existed) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        delete(old);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", folder.getFileName(), e.toString());
        }
    }
}
