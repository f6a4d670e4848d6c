package io.metatransformer.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A served package: a process of its own on loopback, ended when it is closed. */
final class Server implements AutoCloseable {
    private static final Pattern CALLERS = Pattern.compile("serving on (http://[^ ]+:\\d+)");
    private static final Pattern OPERATORS = Pattern.compile("health.* on (http://[^ ]+:\\d+)");
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final URI base;
    private final URI management;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final HttpClient client = HttpClient.newHttpClient();

    private Server(Process process) throws Exception {
        this.process = process;
        CompletableFuture<URI> callers = new CompletableFuture<>();
        CompletableFuture<URI> operators = new CompletableFuture<>();
        Thread out = read(process.inputReader(), callers, operators);
        Thread err = read(process.errorReader(), callers, operators);
        process.onExit()
                .thenRun(
                        () -> {
                            ended(callers, out, err);
                            ended(operators, out, err);
                        });
        try {
            base = callers.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            management = operators.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Starts one and waits until it says where it listens. */
    static Server start(Packaged packaged, String... arguments) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("serve", "--port", "0", "--management-port", "0"));
        all.addAll(List.of(arguments));
        return of(packaged.process(all).start());
    }

    /** One that somebody else has started; waits likewise. */
    static Server of(Process process) throws Exception {
        return new Server(process);
    }

    private void ended(CompletableFuture<URI> ready, Thread... readers) {
        try {
            for (Thread reader : readers) {
                reader.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ready.completeExceptionally(
                new AssertionError("ended with " + process.exitValue() + ": " + log()));
    }

    private Thread read(
            BufferedReader lines,
            CompletableFuture<URI> callers,
            CompletableFuture<URI> operators) {
        Thread reader =
                new Thread(
                        () ->
                                lines.lines()
                                        .forEach(
                                                line -> {
                                                    log.add(line);
                                                    tell(callers, CALLERS.matcher(line));
                                                    tell(operators, OPERATORS.matcher(line));
                                                }));
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    /** Waits until the model that it loads is there, as whoever calls it next would. */
    Server awaitReady() {
        URI ready = management.resolve("/health/ready");
        Awaitility.await()
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> send(HttpRequest.newBuilder(ready)).statusCode() == 200);
        return this;
    }

    private static void tell(CompletableFuture<URI> address, Matcher line) {
        if (line.find()) {
            address.complete(URI.create(line.group(1)));
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path)));
    }

    HttpResponse<String> post(String path, String contentType, byte[] body)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> post(String path, String contentType, Path file)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofFile(file)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(
                request.timeout(Duration.ofSeconds(PATIENCE_SECONDS)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    URI base() {
        return base;
    }

    /** The door for operators. */
    URI management() {
        return management;
    }

    /** What it has written so far, both ends. */
    String log() {
        return String.join("\n", log);
    }

    /** The JVM's process, below whatever started it. */
    ProcessHandle jvm() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(each -> each.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }

    /** Asks it to end, as a service manager does, and waits. */
    int terminate() throws InterruptedException {
        jvm().destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
