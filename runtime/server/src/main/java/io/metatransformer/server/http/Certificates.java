package io.metatransformer.server.http;

import io.metatransformer.server.config.Security.ClientCertificate;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/** Callers who are known by the certificate of their connection, which TLS has verified. */
final class Certificates {
    /** Kinds of alternative names: e-mail, DNS, URI (RFC 5280, 4.2.1.6). */
    private static final Set<Integer> NAMES = Set.of(1, 2, 6);

    private final List<ClientCertificate> known;

    Certificates(List<ClientCertificate> known) {
        this.known = known;
    }

    /** @param session of the connection; null in clear text */
    Optional<Caller> caller(SSLSession session) {
        if (session == null || known.isEmpty()) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate own ? caller(own) : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // none was sent
        }
    }

    private Optional<Caller> caller(X509Certificate own) {
        Set<String> names = names(own);
        return known.stream()
                .filter(one -> names.contains(one.name()) || isSubject(own, one.name()))
                .findFirst()
                .map(
                        one ->
                                new Caller(
                                        "this certificate",
                                        "certificate:" + one.name(),
                                        one.scopes()));
    }

    private static boolean isSubject(X509Certificate own, String name) {
        try {
            return own.getSubjectX500Principal().equals(new X500Principal(name));
        } catch (IllegalArgumentException e) {
            return false; // an alternative name
        }
    }

    private static Set<String> names(X509Certificate own) {
        Set<String> names = new HashSet<>();
        try {
            Collection<List<?>> alternatives = own.getSubjectAlternativeNames();
            for (List<?> one : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (NAMES.contains(one.get(0))) {
                    names.add(String.valueOf(one.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return names;
    }
}
