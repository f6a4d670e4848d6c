package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/** Bytes that are read by position: a file, a piece of one, or an array. Safe to share between threads. */
interface Bytes {

    long size();

    /** What these bytes are, for messages. */
    Place place();

    /** Fills {@code into} from byte {@code at} on; refuses if there are not so many. */
    void read(long at, ByteBuffer into);

    /** A whole file; the caller closes the channel. */
    static Bytes of(FileChannel channel, long size, Place place) {
        return new Bytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public Place place() {
                return place;
            }

            @Override
            public void read(long at, ByteBuffer into) {
                long position = within(this, at, into);
                try {
                    while (into.hasRemaining()) {
                        int read = channel.read(into, position);
                        if (read < 0) {
                            throw place.refuse(
                                    ErrorCode.TRUNCATED, position, "the file has become shorter");
                        }
                        position += read;
                    }
                } catch (ClosedChannelException e) {
                    throw place.refuse(ErrorCode.CLOSED, "the file was closed");
                } catch (IOException e) {
                    throw place.refuse(ErrorCode.IO_ERROR, position, "reading fails");
                }
            }
        };
    }

    /** Bytes held in memory. */
    static Bytes of(byte[] array, Place place) {
        return new Bytes() {
            @Override
            public long size() {
                return array.length;
            }

            @Override
            public Place place() {
                return place;
            }

            @Override
            public void read(long at, ByteBuffer into) {
                int from = (int) within(this, at, into);
                into.put(array, from, into.remaining());
            }
        };
    }

    /** {@code length} bytes from {@code start} on, which must lie inside. */
    default Bytes slice(long start, long length, Place name) {
        Bytes whole = this;
        return new Bytes() {
            @Override
            public long size() {
                return length;
            }

            @Override
            public Place place() {
                return name;
            }

            @Override
            public void read(long at, ByteBuffer into) {
                whole.read(start + within(this, at, into), into);
            }
        };
    }

    private static long within(Bytes bytes, long at, ByteBuffer into) {
        if (at < 0 || at > bytes.size() - into.remaining()) {
            throw bytes.place()
                    .refuse(
                            ErrorCode.TRUNCATED,
                            at,
                            into.remaining() + " bytes wanted, the end is at " + bytes.size());
        }
        return at;
    }
}
