package io.metatransformer.server.stream;

import java.io.ByteArrayOutputStream;

/** Cuts a body into lines as it arrives. A line that is too long is passed over, not kept. One thread at a time. */
final class LineSplitter {
    private final int longest;
    private final Lines lines;
    private ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number = 1;
    private boolean skipping;

    /** Where lines go. */
    interface Lines {
        /**
         * @param number from 1
         * @param line without its end
         */
        void line(long number, byte[] line);

        void tooLong(long number);

        /** So many bytes belong to no line: ends of lines, and what is passed over. */
        void dropped(int bytes);
    }

    /** @param longest most bytes of a line */
    LineSplitter(int longest, Lines lines) {
        this.longest = longest;
        this.lines = lines;
    }

    void add(byte[] piece) {
        int start = 0;
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] == '\n') {
                take(piece, start, i - start);
                lines.dropped(1);
                endLine();
                start = i + 1;
            }
        }
        take(piece, start, piece.length - start);
    }

    /** The body ends; its last line needs no end of its own. */
    void end() {
        if (line.size() > 0) {
            endLine();
        }
    }

    private void take(byte[] piece, int start, int length) {
        if (skipping) {
            lines.dropped(length);
        } else if (line.size() + (long) length > longest) {
            lines.dropped(line.size() + length);
            line = new ByteArrayOutputStream();
            skipping = true;
            lines.tooLong(number);
        } else {
            line.write(piece, start, length);
        }
    }

    private void endLine() {
        if (!skipping) {
            lines.line(number, line.toByteArray());
            line = new ByteArrayOutputStream();
        }
        skipping = false;
        number++;
    }
}
