package io.metatransformer.core.plugin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder of this process. A lock on a file in it says that its process lives: the system takes
 * the lock back however the process ends, so that the next one finds what a killed one left behind.
 */
final class PrivateFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateFolder.class);
    private static final String PREFIX = "metatransformer-plugin-";
    private static final String OWNER = "owner";

    private final Path path;
    private final FileChannel owner;

    private PrivateFolder(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    static PrivateFolder create(Path root) {
        try {
            Path folder = Files.createTempDirectory(root, PREFIX);
            FileChannel owner =
                    FileChannel.open(
                            folder.resolve(OWNER),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE);
            owner.lock();
            return new PrivateFolder(folder, owner);
        } catch (IOException e) {
            throw Refusal.io("no private folder for a plugin can be made", e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (owner) {
            delete(path);
        } catch (IOException e) {
            LOG.warn("the private copy of a plugin could not be deleted: {}", e.toString());
        }
    }

    /**
     * Deletes the folders that no living process owns. What cannot be looked at or deleted stays: it may be
     * another user's.
     *
     * @param age of the youngest to be looked at: a folder is not locked in the moment it is made
     */
    static void sweep(Path root, Duration age) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, PREFIX + "*")) {
            for (Path folder : folders) {
                try {
                    if (isOlder(folder, age) && isLeft(folder)) {
                        delete(folder);
                    }
                } catch (IOException e) {
                    LOG.debug("left alone: {}", folder, e);
                }
            }
        } catch (IOException e) {
            LOG.debug("the temporary folder could not be looked through", e);
        }
    }

    private static boolean isOlder(Path folder, Duration age) throws IOException {
        Instant changed = Files.getLastModifiedTime(folder).toInstant();
        return !changed.isAfter(Instant.now().minus(age));
    }

    private static boolean isLeft(Path folder) throws IOException {
        Path owner = folder.resolve(OWNER);
        if (!Files.isRegularFile(owner)) {
            return false; // not one of ours
        }
        try (FileChannel channel = FileChannel.open(owner, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this process itself
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
