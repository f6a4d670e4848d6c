package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refusal may be known long before all of its request has arrived. */
class HeardOutTest {
    private static final int PIECE = 1 << 17;
    private static final int PIECES = 16;

    @TempDir Path folder;

    /** Some clients look at the answer only when all has been sent: JDK 17's waits for ever if it cannot be. */
    @Test
    void over_http_2_what_is_too_large_is_heard_to_its_end_while_it_keeps_arriving()
            throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        try (Rig rig =
                Rig.open(
                        folder,
                        config ->
                                Rig.limited(
                                        config,
                                        limits -> {
                                            limits.put("bodyBytes", 1 << 20);
                                            return limits;
                                        }))) {
            HttpClientOptions options =
                    new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false);
            HttpClientRequest request =
                    vertx.createHttpClient(options)
                            .request(HttpMethod.POST, rig.http.port(), "127.0.0.1", "/api/v1/embed")
                            .await();
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            request.exceptionHandler(failures::add);
            request.putHeader("Content-Type", "image/png");
            request.putHeader("Content-Length", Integer.toString(PIECE * PIECES));
            for (int piece = 0; piece < PIECES; piece++) {
                request.write(Buffer.buffer(new byte[PIECE]));
                Thread.sleep(250);
            }
            request.end().await();

            assertEquals(413, request.response().await().statusCode());
            assertEquals(List.of(), failures);
        } finally {
            vertx.close().await();
        }
    }
}
