package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * A whole file in native memory, where FFmpeg reads it without calling back. Files on disk are copied there piece by
 * piece and never lie on the heap; no protocol of FFmpeg's is used, so that no file can name another one.
 */
final class FileMemory implements AutoCloseable {

    /** What FFmpeg counts in one buffer, less what it may read beyond. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 4096;

    /** FFmpeg's parsers read a little beyond the end. */
    private static final int PADDING = 64;

    private final BytePointer memory;
    private final int length;

    private FileMemory(BytePointer memory, int length) {
        this.memory = memory;
        this.length = length;
    }

    static FileMemory of(Input input) {
        return input.path().isPresent()
                ? ofFile(input.path().get(), input.name())
                : ofBytes(input.bytes(MAX_BYTES), input.name());
    }

    private static FileMemory ofBytes(ByteBuffer bytes, String name) {
        FileMemory file = allocate(bytes.remaining(), name);
        file.view().put(bytes.duplicate());
        return file;
    }

    private static FileMemory ofFile(Path path, String name) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > MAX_BYTES) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED, name + " is larger than " + MAX_BYTES + " bytes");
            }
            FileMemory file = allocate((int) size, name);
            try {
                ByteBuffer view = file.view();
                while (view.hasRemaining() && channel.read(view) >= 0) {
                    // read on: a channel may deliver less than asked for
                }
                if (view.hasRemaining()) {
                    throw new MetaTransformerException(
                            ErrorCode.IO_ERROR,
                            name + ": the file became shorter while it was read");
                }
                return file;
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, name + ": the file cannot be read", e);
        }
    }

    private static FileMemory allocate(int length, String name) {
        BytePointer memory = new BytePointer(avutil.av_malloc(length + PADDING));
        if (memory.isNull()) {
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    name + ": no memory for a file of " + length + " bytes");
        }
        memory.capacity(length + PADDING);
        memory.position(length).zero().position(0);
        return new FileMemory(memory, length);
    }

    private ByteBuffer view() {
        return memory.position(0).limit(length).asByteBuffer();
    }

    /** The file for looking into it, valid until {@link #close}. */
    FileBytes bytes(String name) {
        return FileBytes.of(view(), name);
    }

    /** Its first byte. */
    BytePointer start() {
        return memory;
    }

    int length() {
        return length;
    }

    @Override
    public void close() {
        avutil.av_free(memory);
        memory.setNull();
    }
}
