package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is read at any place, held open until it is closed. Never mapped: it may be cut meanwhile. */
final class FileRegion implements Samples.Bytes {
    private final String name;
    private final FileChannel channel;
    private final long length;

    private FileRegion(String name, FileChannel channel, long length) {
        this.name = name;
        this.channel = channel;
        this.length = length;
    }

    /**
     * @param name for messages
     * @throws MetaTransformerException with {@link ErrorCode#IO_ERROR} for a file that cannot be opened
     */
    static FileRegion open(String name, Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new FileRegion(name, channel, channel.size());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long at, ByteBuffer into) {
        try {
            long from = at;
            while (into.hasRemaining()) {
                int count = channel.read(into, from);
                if (count < 0) {
                    throw new MetaTransformerException(
                            ErrorCode.TRUNCATED,
                            name + ": the data file ended at byte " + from + " while it was read");
                }
                from += count;
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static MetaTransformerException unreadable(String name, IOException cause) {
        return new MetaTransformerException(
                ErrorCode.IO_ERROR, name + ": the data file cannot be read", cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }
}
