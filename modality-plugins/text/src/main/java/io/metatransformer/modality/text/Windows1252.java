package io.metatransformer.modality.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Windows-1252 as ftfy has it: the five bytes that it leaves undefined stand for the C1 controls of that number. */
final class Windows1252 {
    private static final int FIRST = 0x80;
    private static final int LAST = 0x9f;
    private static final char[] OF_BYTE = table();

    private Windows1252() {}

    private static char[] table() {
        byte[] bytes = new byte[LAST - FIRST + 1];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (FIRST + i);
        }
        char[] table = new String(bytes, Charset.forName("windows-1252")).toCharArray();
        for (int i = 0; i < table.length; i++) {
            if (table[i] == 0xfffd) {
                table[i] = (char) (FIRST + i);
            }
        }
        return table;
    }

    /** The character of byte {@code c} if it is one of 80 to 9F, else the character {@code c}. */
    static char character(char c) {
        return c >= FIRST && c <= LAST ? OF_BYTE[c - FIRST] : c;
    }

    /**
     * UTF-8 that was read as Latin-1 or as Windows-1252, read anew.
     *
     * @return nothing if no bytes of these charsets stand for the text, or they are no UTF-8
     */
    static Optional<String> readAsUtf8(String text) {
        return utf8(latin1(text)).or(() -> utf8(bytes(text)));
    }

    /** Null if a character has no byte. */
    private static byte[] latin1(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            if (text.charAt(i) > 0xff) {
                return null;
            }
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            int b = byteOf(text.charAt(i));
            if (b < 0) {
                return null;
            }
            bytes[i] = (byte) b;
        }
        return bytes;
    }

    private static int byteOf(char c) {
        if (c < FIRST || c > LAST && c <= 0xff) {
            return c;
        }
        for (int i = 0; i < OF_BYTE.length; i++) {
            if (OF_BYTE[i] == c) {
                return FIRST + i;
            }
        }
        return -1;
    }

    private static Optional<String> utf8(byte[] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(all).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
