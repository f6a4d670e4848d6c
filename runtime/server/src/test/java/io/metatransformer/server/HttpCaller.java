package io.metatransformer.server;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls the server as a program would, over a real socket; every answer is held against the OpenAPI document. */
final class HttpCaller {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final HttpClient client;

    HttpCaller(int port) {
        this(port, HttpClient.Version.HTTP_1_1);
    }

    HttpCaller(int port, HttpClient.Version version) {
        this.port = port;
        this.client = HttpClient.newBuilder().version(version).build();
    }

    int port() {
        return port;
    }

    /** A response and how to read it. */
    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonObject json() {
            return new JsonObject(text());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The slug of a problem document. */
        String problem() {
            return json().getString("type").replace("/problems/", "");
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    Answer get(String path, String... headers) {
        return send(headers(request(path), headers));
    }

    Answer json(String path, String body, String... headers) {
        return send(
                headers(request(path), headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    Answer post(String path, byte[] body, String... headers) {
        return send(headers(request(path), headers).POST(BodyPublishers.ofByteArray(body)));
    }

    CompletableFuture<Answer> jsonAsync(String path, String body, String... headers) {
        HttpRequest request =
                headers(request(path), headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(HttpCaller::checked);
    }

    private static HttpRequest.Builder headers(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return checked(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer checked(HttpResponse<byte[]> response) {
        Answer answer = new Answer(response);
        Contract.check(response.request().method(), response.request().uri().getPath(), answer);
        return answer;
    }
}
