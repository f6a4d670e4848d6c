package io.metatransformer.server.http;

import java.util.ArrayList;
import java.util.List;

/** Keeps a body in blocks, so that a million tiny pieces take no more room than one large one. */
final class MemorySink implements Sink {
    private static final int BLOCK = 1 << 14;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[0];
    private int used;
    private int length;

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public void write(byte[] piece) {
        int fits = Math.min(piece.length, last.length - used);
        System.arraycopy(piece, 0, last, used, fits);
        used += fits;
        length += piece.length;
        if (fits < piece.length) {
            full.add(last);
            last = new byte[Math.max(BLOCK, piece.length - fits)];
            used = piece.length - fits;
            System.arraycopy(piece, fits, last, 0, used);
        }
    }

    @Override
    public Body finish() {
        return new Body.Bytes(joined());
    }

    byte[] joined() {
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] block : full) {
            System.arraycopy(block, 0, all, at, block.length);
            at += block.length;
        }
        System.arraycopy(last, 0, all, at, used);
        abort();
        return all;
    }

    @Override
    public void abort() {
        full.clear();
        last = new byte[0];
        used = 0;
        length = 0;
    }
}
