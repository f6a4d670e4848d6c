package io.metatransformer.server.http;

import io.metatransformer.server.infer.Rendered;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Compresses text answers for clients that ask for it. Takes its time; never on an event loop. */
public final class Compressed {
    private static final int SMALLEST = 1 << 10;

    private Compressed() {}

    /** The same answer, gzipped if it is text of some length and the client accepts that. */
    public static Rendered forClient(Rendered rendered, HttpServerRequest request) {
        if (!rendered.contentType().contains("json") || rendered.body().length < SMALLEST) {
            return rendered;
        }
        Map<String, String> headers = new HashMap<>(rendered.headers());
        headers.put("Vary", "Accept-Encoding");
        if (!acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING))) {
            return new Rendered(rendered.contentType(), headers, rendered.body());
        }
        headers.put("Content-Encoding", "gzip");
        return new Rendered(rendered.contentType(), headers, gzip(rendered.body()));
    }

    private static boolean acceptsGzip(String header) {
        if (header == null) {
            return false;
        }
        for (String coding : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = coding.strip().split(";", 2);
            boolean refused = parts.length == 2 && parts[1].strip().matches("q=0(\\.0*)?");
            if (parts[0].strip().equals("gzip")) {
                return !refused;
            }
        }
        return false;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written to", e);
        }
        return bytes.toByteArray();
    }
}
