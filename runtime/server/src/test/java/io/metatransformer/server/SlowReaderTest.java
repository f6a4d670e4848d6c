package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who ask for much and read little of it. */
class SlowReaderTest {
    private static final int BUFFER = 1 << 12;

    /** About 8 MB of answer: more than the machine takes for somebody who does not read. */
    private static final String LARGE =
            IntStream.range(0, 2048)
                    .mapToObj(i -> "\"#numbers" + " -1.2345678e-5".repeat(64) + "\"")
                    .collect(
                            Collectors.joining(
                                    ",",
                                    "{\"modality\":\"numbers\",\"inputs\":[",
                                    "],\"options\":{\"pooling\":\"none\"}}"));

    @TempDir Path folder;
    private Rig rig;

    @BeforeEach
    void open() {
        rig =
                Rig.open(
                        folder,
                        config ->
                                Rig.limited(
                                        config,
                                        limits -> {
                                            limits.put("idleTime", Duration.ofMillis(1500));
                                            return limits;
                                        }));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** @param buffer bytes that the machine takes before anybody reads them */
    private RawConnection asking(String type, String body, int buffer) {
        return new RawConnection(rig.http.port(), buffer)
                .say(
                        "POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Type: "
                                + type
                                + "\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n")
                .say(body);
    }

    private boolean someoneWasGivenUp() {
        return rig.metrics()
                .lines()
                .anyMatch(
                        line ->
                                line.startsWith("mt_requests_total")
                                        && line.contains("operation=\"embed\"")
                                        && line.contains("status=\"closed\""));
    }

    @Test
    void who_reads_nothing_of_a_large_answer_is_given_up() {
        try (RawConnection connection = asking(Bodies.JSON, LARGE, BUFFER)) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::someoneWasGivenUp);
        }
        assertEquals(200, rig.http.json("/api/v1/embed", Bodies.question(1)).status());
    }

    @Test
    void who_reads_slowly_gets_all_of_it() {
        try (RawConnection connection = asking(Bodies.JSON, LARGE, 1 << 16)) {
            String head = connection.hearHead();
            Matcher length = Pattern.compile("content-length: (\\d+)").matcher(head);
            assertTrue(length.find(), head);
            long bytes = Long.parseLong(length.group(1));

            assertEquals(bytes, connection.hearSlowly(bytes, 1 << 16, 25));
        }
        assertFalse(someoneWasGivenUp());
    }

    @Test
    void a_stream_is_not_worked_on_for_somebody_who_reads_nothing() {
        String line = "{\"text\":\"#numbers" + " -1.2345678e-5".repeat(64) + "\"}\n";
        String defaults =
                "{\"defaults\":{\"modality\":\"numbers\",\"options\":{\"pooling\":\"none\"}}}\n";
        int lines = 20_000;

        try (RawConnection connection =
                asking("application/x-ndjson", defaults + line.repeat(lines), BUFFER)) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::someoneWasGivenUp);
        } catch (UncheckedIOException e) {
            assertTrue(someoneWasGivenUp(), "the server closed while it was still written to");
        }

        assertTrue(rig.encoder.reached.get() < lines / 2, "reached " + rig.encoder.reached);
        Awaitility.await().until(() -> rig.memoryHeld() == 0);
        Awaitility.await().until(() -> rig.metrics().contains("mt_inflight 0.0"));
    }
}
