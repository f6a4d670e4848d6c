package io.metatransformer.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A connection on which anything can be said, byte by byte. */
final class RawConnection implements AutoCloseable {
    private final Socket socket;

    RawConnection(int port) {
        this(port, 1 << 16);
    }

    /** @param buffer bytes that the machine takes before anybody reads them; a wish */
    RawConnection(int port, int buffer) {
        try {
            socket = new Socket();
            socket.setReceiveBufferSize(buffer);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawConnection say(String text) {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection say(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything until the server closes. */
    String hearAll() {
        StringBuilder heard = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            int next = in.read();
            while (next >= 0) {
                heard.append((char) next);
                next = in.read();
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server did not close; heard: " + heard, e);
        } catch (IOException e) {
            heard.append("<reset>");
        }
        return heard.toString();
    }

    /** Reads on, a piece at a time with a pause after each, until so many bytes were read or the server closes. */
    long hearSlowly(long bytes, int piece, int pauseMillis) {
        long heard = 0;
        try {
            InputStream in = socket.getInputStream();
            while (heard < bytes) {
                int read = in.read(new byte[piece]);
                if (read < 0) {
                    break;
                }
                heard += read;
                Thread.sleep(pauseMillis);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return heard;
    }

    /** Everything up to the first blank line. */
    String hearHead() {
        return hearUntil("\r\n\r\n");
    }

    /** Everything up to such an end. */
    String hearUntil(String end) {
        StringBuilder heard = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            while (heard.indexOf(end) < 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                heard.append((char) next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return heard.toString();
    }

    /** Hangs up without a word. */
    @Override
    public void close() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
