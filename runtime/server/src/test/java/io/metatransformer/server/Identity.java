package io.metatransformer.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Somebody with a key and a certificate that he has signed himself, made by the JDK's keytool. */
final class Identity {
    private static final char[] PASSWORD = "secret".toCharArray();

    private final Path folder;
    private final String name;
    private final KeyStore store;

    private Identity(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * @param name of the files
     * @param subject {@code CN} of the certificate
     * @param alternatives as keytool writes them, such as {@code ip:127.0.0.1}
     */
    static Identity make(Path folder, String name, String subject, String alternatives) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + subject + ",O=Test",
                        "-ext",
                        "san=" + alternatives,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        folder.resolve(name + ".p12").toString(),
                        "-storepass",
                        new String(PASSWORD));
        try {
            Process keytool =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new AssertionError("keytool failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Identity(folder, name);
    }

    Path certificate() {
        try {
            return write("crt", "CERTIFICATE", store.getCertificate(name).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    Path key() {
        try {
            return write("key", "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Path write(String ending, String kind, byte[] bytes) {
        String pem =
                "-----BEGIN "
                        + kind
                        + "-----\n"
                        + Base64.getMimeEncoder().encodeToString(bytes)
                        + "\n-----END "
                        + kind
                        + "-----\n";
        try {
            return Files.writeString(folder.resolve(name + "." + ending), pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a client needs who trusts this server. */
    SSLContext trustedBy() {
        return context(null);
    }

    /** What a client needs who trusts this server and shows who he is. */
    SSLContext trustedBy(Identity client) {
        try {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(client.store, PASSWORD);
            return context(keys.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private SSLContext context(KeyManager[] keys) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(name, store.getCertificate(name));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
