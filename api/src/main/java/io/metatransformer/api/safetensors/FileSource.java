package io.metatransformer.api.safetensors;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file, read at positions and never mapped: a mapping cannot be undone before the garbage collector comes
 * by, and holds the file open until then.
 *
 * <p>The interruption of one reading thread closes a {@link FileChannel} for all. The channel is opened anew
 * then, as long as the file still has its size and time, so that one cancelled request does not end a model.
 */
final class FileSource implements Source {
    private final Path file;
    private final String name;
    private final long size;
    private final long modified;
    private FileChannel channel;
    private boolean closed;

    FileSource(Path file) {
        this.file = file;
        Path last = file.getFileName();
        this.name = last == null ? "file" : last.toString();
        try {
            if (!Files.isRegularFile(file)) {
                throw new MetaTransformerException(
                        ErrorCode.IO_ERROR,
                        name + (Files.exists(file) ? ": not a regular file" : ": no such file"));
            }
            this.modified = modified();
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
            this.size = channel.size();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long position, ByteBuffer target) {
        int start = target.position();
        while (true) {
            FileChannel current = open();
            try {
                fill(current, position, target.position(start));
                return;
            } catch (ClosedChannelException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new MetaTransformerException(
                            ErrorCode.CANCELLED, name + ": reading was interrupted", e);
                }
                // Another thread was interrupted, or close() was called: open() tells which.
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    private void fill(FileChannel from, long position, ByteBuffer target) throws IOException {
        long next = position;
        while (target.hasRemaining()) {
            int read = from.read(target, next);
            if (read < 0) {
                throw Refusal.bad(name, "the file has become shorter than its " + size + " bytes");
            }
            next += read;
        }
    }

    private synchronized FileChannel open() {
        if (closed) {
            throw Refusal.closed(name);
        }
        if (!channel.isOpen()) {
            try {
                FileChannel again = FileChannel.open(file, StandardOpenOption.READ);
                channel = again;
                if (again.size() != size || modified() != modified) {
                    close();
                    throw Refusal.bad(name, "the file was changed while it was open");
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
        return channel;
    }

    private long modified() throws IOException {
        return Files.getLastModifiedTime(file).toMillis();
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, name + ": the file cannot be closed", e);
        }
    }

    private MetaTransformerException unreadable(IOException cause) {
        return new MetaTransformerException(
                ErrorCode.IO_ERROR, name + ": the file cannot be read", cause);
    }
}
