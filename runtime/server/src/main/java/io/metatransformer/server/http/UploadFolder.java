package io.metatransformer.server.http;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for the files of one request; made when the first file comes, readable by this user alone. */
public final class UploadFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);

    private final Path root;
    private Path folder;

    /** @param root folder in which it is made */
    UploadFolder(Path root) {
        this.root = root;
    }

    synchronized Path path() {
        if (folder == null) {
            try {
                Files.createDirectories(root);
                folder = Files.createTempDirectory(root, "metatransformer-upload-");
            } catch (IOException e) {
                throw new MetaTransformerException(
                        ErrorCode.INSUFFICIENT_RESOURCES,
                        "there is no place to keep an uploaded file",
                        e);
            }
        }
        return folder;
    }

    /** Removes the folder and every file in it. */
    @Override
    public synchronized void close() {
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("an upload could not be removed", e);
        }
        folder = null;
    }
}
