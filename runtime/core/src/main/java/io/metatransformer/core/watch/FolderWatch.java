package io.metatransformer.core.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a folder at least once per interval, and at once when the operating system reports a change.
 * Reports alone would not do: they are lost on network drives, and do not reach into sub-folders.
 */
public final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final WatchEvent.Kind<?>[] ALL_KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE
    };

    private static final Duration SOON = Duration.ofMillis(100);

    private final Path folder;
    private final Duration interval;
    private final BooleanSupplier look;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param look called on the watch's own thread, one call at a time; says whether something is under way
     *     there, so that another look is due soon
     */
    public FolderWatch(String name, Path folder, Duration interval, BooleanSupplier look) {
        this.folder = folder;
        this.interval = interval;
        this.look = look;
        this.thread = new Thread(this::watch, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try (WatchService reports = folder.getFileSystem().newWatchService()) {
            WatchKey key = null;
            boolean busy = false;
            while (!closed) {
                key = key == null || !key.isValid() ? register(reports) : key;
                Duration wait = busy && interval.compareTo(SOON) > 0 ? SOON : interval;
                WatchKey report = reports.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
                if (report != null) {
                    report.pollEvents();
                    report.reset();
                }
                busy = looksBusy();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            LOG.debug("watch of {} ends", folder.getFileName());
        } catch (IOException e) {
            LOG.warn("folder {} cannot be watched: {}", folder.getFileName(), e.toString());
        }
    }

    private WatchKey register(WatchService reports) {
        try {
            return folder.register(reports, ALL_KINDS);
        } catch (IOException e) {
            return null; // not there yet: the next look may find it
        }
    }

    private boolean looksBusy() {
        try {
            return look.getAsBoolean();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("looking at folder {} failed", folder.getFileName(), e);
            return false;
        }
    }

    /** Waits for a look under way, unless it is the caller. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
