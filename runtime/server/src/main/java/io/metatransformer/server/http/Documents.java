package io.metatransformer.server.http;

import io.metatransformer.server.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Answers with small documents that describe something: each has a tag, so that nobody reads it twice. */
public final class Documents {
    private static final int TAG_BYTES = 12;

    private Documents() {}

    /** A JSON document. */
    public static void json(RoutingContext context, Json.Writer writer) {
        send(context, "application/json", Json.bytes(writer));
    }

    /** Any document; 304 if the client has it already. */
    public static void send(RoutingContext context, String contentType, byte[] body) {
        String tag = tag(body);
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.ETAG, tag);
        String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && (known.strip().equals("*") || known.contains(tag))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType).end(Buffer.buffer(body));
    }

    /** The tag of a state of a resource. */
    public static String tag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
