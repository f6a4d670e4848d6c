package io.metatransformer.server.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * An API key as the configuration holds it: never the key, only its salted digest.
 *
 * @param name of its owner, for logs
 * @param salt random, hexadecimal
 * @param sha256 of the salt's bytes followed by the key's UTF-8 bytes, 64 hexadecimal digits
 */
public record ApiKey(String name, String salt, String sha256, Set<Scope> scopes) {
    private static final int SECRET_BYTES = 32;
    private static final int SALT_BYTES = 16;

    public ApiKey {
        scopes = Set.copyOf(scopes);
        HexFormat.of().parseHex(salt);
        if (HexFormat.of().parseHex(sha256).length != 32) {
            throw new IllegalArgumentException("sha256 has 64 hexadecimal digits");
        }
    }

    /**
     * A fresh key. Its secret is shown once and kept nowhere.
     *
     * @param secret what the caller sends
     */
    public record Fresh(String secret, ApiKey key) {}

    public static Fresh create(String name, Set<Scope> scopes) {
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[SECRET_BYTES];
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(secret);
        random.nextBytes(salt);
        String text = "mt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        String hexSalt = HexFormat.of().formatHex(salt);
        return new Fresh(text, new ApiKey(name, hexSalt, digest(hexSalt, text), scopes));
    }

    /** Whether {@code secret} is this key; takes as long for a wrong one as for the right one. */
    public boolean matches(String secret) {
        return MessageDigest.isEqual(
                digest(salt, secret).getBytes(StandardCharsets.US_ASCII),
                sha256.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
    }

    private static String digest(String salt, String secret) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(HexFormat.of().parseHex(salt));
            sha.update(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
