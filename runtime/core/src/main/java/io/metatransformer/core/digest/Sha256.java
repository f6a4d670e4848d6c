package io.metatransformer.core.digest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as 64 lower-case hex digits. */
public final class Sha256 {
    private Sha256() {}

    public static String of(String text) {
        return hex(digest(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of the bytes from its position to its limit; both are left where they were. */
    public static String of(ByteBuffer bytes) {
        MessageDigest digest = digest();
        digest.update(bytes.duplicate());
        return hex(digest, new byte[0]);
    }

    public static String of(Path file) throws IOException {
        return copy(file, OutputStream.nullOutputStream());
    }

    /** Copies {@code file} and says the digest of what was copied. */
    public static String copy(Path file, OutputStream to) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] chunk = new byte[1 << 16];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                to.write(chunk, 0, n);
            }
        }
        return hex(digest, new byte[0]);
    }

    private static String hex(MessageDigest digest, byte[] rest) {
        return HexFormat.of().formatHex(digest.digest(rest));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
