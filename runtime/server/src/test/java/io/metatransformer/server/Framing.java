package io.metatransformer.server;

import io.metatransformer.server.HttpCaller.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;

/** The ways in which a body can travel; every limit must hold in each. */
enum Framing {
    LENGTH {
        @Override
        Answer post(int port, String path, byte[] body, String... headers) {
            return new HttpCaller(port).post(path, body, headers);
        }
    },
    CHUNKED {
        @Override
        Answer post(int port, String path, byte[] body, String... headers) {
            HttpCaller caller = new HttpCaller(port);
            return caller.send(
                    caller.request(path)
                            .headers(headers)
                            .POST(
                                    BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(body))));
        }
    },
    /** The first request of a Java client: HTTP/1.1 that asks to go on as HTTP/2, body included. */
    UPGRADE {
        @Override
        Answer post(int port, String path, byte[] body, String... headers) {
            return new HttpCaller(port, Version.HTTP_2).post(path, body, headers);
        }
    },
    HTTP2 {
        @Override
        Answer post(int port, String path, byte[] body, String... headers) {
            HttpCaller caller = new HttpCaller(port, Version.HTTP_2);
            Answer upgraded = caller.get("/health/live");
            if (upgraded.response().version() != Version.HTTP_2) {
                throw new AssertionError("still " + upgraded.response().version());
            }
            return caller.post(path, body, headers);
        }
    };

    /** Each call on a connection of its own. */
    abstract Answer post(int port, String path, byte[] body, String... headers);
}
