package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import io.metatransformer.server.bus.Addresses;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests in distributed traces: with nobody listening, and with OpenTelemetry behind the doors. */
class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final List<String> STAGES =
            List.of("receive", "decode", "tokenize", "queue", "encode", "head", "serialize");

    @TempDir static Path folder;
    private static Rig rig;
    private static final InMemorySpanExporter EXPORTED = InMemorySpanExporter.create();
    private static OpenTelemetrySdk telemetry;
    private static Vertx vertx;
    private static RunningServer server;
    private static HttpCaller traced;

    @BeforeAll
    static void open() throws Exception {
        rig = Rig.open(folder);
        telemetry =
                OpenTelemetrySdk.builder()
                        .setTracerProvider(
                                SdkTracerProvider.builder()
                                        .addSpanProcessor(SimpleSpanProcessor.create(EXPORTED))
                                        .build())
                        .setPropagators(
                                ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                        .build();
        vertx = Vertx.builder().withTracer(new OpenTelemetryTracingFactory(telemetry)).build();
        server =
                Server.start(
                                Rig.config(folder),
                                rig.runtime,
                                vertx,
                                new OpenTelemetryTracing(telemetry.getTracer("test")))
                        .await(20, TimeUnit.SECONDS);
        traced = new HttpCaller(server.httpPort().orElseThrow());
    }

    @AfterAll
    static void close() throws Exception {
        server.close().await(20, TimeUnit.SECONDS);
        vertx.close().await(20, TimeUnit.SECONDS);
        telemetry.close();
        rig.close();
    }

    @BeforeEach
    void forget() {
        EXPORTED.reset();
    }

    @Test
    void a_trace_passes_through_even_if_nobody_records_it() {
        Answer answer =
                rig.http.get("/api/v1", "traceparent", PARENT, "tracestate", "congo=t61rcWkgMzE");

        assertTrue(answer.header("traceparent").startsWith("00-" + TRACE + "-"));
        assertTrue(answer.header("traceparent").endsWith("-01"));
        assertNotEquals(PARENT, answer.header("traceparent"));
        assertEquals("congo=t61rcWkgMzE", answer.header("tracestate"));
    }

    @Test
    void a_request_without_a_trace_begins_one() {
        Answer none = rig.http.get("/api/v1");
        Answer broken =
                rig.http.get(
                        "/api/v1/nowhere", "traceparent", PARENT + "-more", "tracestate", "a=b");

        for (Answer answer : List.of(none, broken)) {
            assertTrue(answer.header("traceparent").matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00"));
            assertFalse(answer.header("traceparent").contains(TRACE));
            assertEquals("", answer.header("tracestate"));
        }
    }

    /** Waits for the span of the request itself, which ends last. */
    private static SpanData request(String name) {
        return Awaitility.await()
                .until(
                        () ->
                                EXPORTED.getFinishedSpanItems().stream()
                                        .filter(span -> span.getName().equals(name))
                                        .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private static List<SpanData> stages(SpanData request) {
        return EXPORTED.getFinishedSpanItems().stream()
                .filter(span -> span.getParentSpanId().equals(request.getSpanId()))
                .sorted(Comparator.comparing(SpanData::getEndEpochNanos))
                .toList();
    }

    @Test
    void every_stage_of_a_request_is_a_span_within_it() {
        Answer answer = traced.json("/api/v1/embed", Bodies.question(1, 2), "traceparent", PARENT);

        assertEquals(200, answer.status(), answer.text());
        SpanData request = request("POST /api/v1/embed");
        assertEquals(TRACE, request.getTraceId());
        assertEquals(SpanKind.SERVER, request.getKind());
        assertTrue(answer.header("traceparent").contains(request.getSpanId()));
        assertEquals(
                "200",
                request.getAttributes().get(AttributeKey.stringKey("http.response.status_code")));
        assertEquals("2", request.getAttributes().get(AttributeKey.stringKey("mt.tokens")));
        List<SpanData> stages = stages(request);
        assertEquals(STAGES, stages.stream().map(SpanData::getName).toList());
        for (SpanData stage : stages) {
            assertTrue(
                    stage.getStartEpochNanos() >= request.getStartEpochNanos(), stage.toString());
            assertTrue(stage.getEndEpochNanos() >= stage.getStartEpochNanos(), stage.toString());
            assertTrue(stage.getEndEpochNanos() <= request.getEndEpochNanos(), stage.toString());
        }
    }

    @Test
    void the_span_that_vertx_made_of_the_request_is_around_ours() {
        traced.get("/api/v1/models", "traceparent", PARENT);

        SpanData ours = request("GET /api/v1/models");
        SpanData around =
                Awaitility.await()
                        .until(
                                () ->
                                        EXPORTED.getFinishedSpanItems().stream()
                                                .filter(
                                                        span ->
                                                                span.getSpanId()
                                                                        .equals(
                                                                                ours
                                                                                        .getParentSpanId()))
                                                .findFirst(),
                                found -> found.isPresent())
                        .orElseThrow();
        assertEquals(TRACE, around.getTraceId());
        assertEquals("00f067aa0ba902b7", around.getParentSpanId());
    }

    @Test
    void a_fault_of_the_server_is_an_error_and_a_mistake_of_the_caller_is_none() {
        traced.json("/api/v1/embed", "{");
        SpanData mistake = request("POST /api/v1/embed");
        EXPORTED.reset();
        traced.json(
                "/api/v1/embed",
                "{\"modality\":\"numbers\",\"inputs\":[\"#numbers 1\"],\"options\":{\"explode\":true}}");
        SpanData fault = request("POST /api/v1/embed");

        assertEquals(StatusCode.UNSET, mistake.getStatus().getStatusCode());
        assertEquals(StatusCode.ERROR, fault.getStatus().getStatusCode());
    }

    @Test
    void a_question_on_the_bus_belongs_to_the_trace_of_its_sender() throws Exception {
        Message<JsonObject> reply =
                vertx.eventBus()
                        .<JsonObject>request(
                                Addresses.EMBED,
                                new JsonObject(Bodies.question(1, 2)),
                                new DeliveryOptions()
                                        .setTracingPolicy(TracingPolicy.IGNORE)
                                        .addHeader("traceparent", PARENT)
                                        .addHeader("tracestate", "congo=t61rcWkgMzE"))
                        .await(20, TimeUnit.SECONDS);

        SpanData request = request("mt.v1.embed");
        assertEquals(TRACE, request.getTraceId());
        assertEquals(
                STAGES.subList(1, STAGES.size()),
                stages(request).stream().map(SpanData::getName).toList());
        assertTrue(reply.headers().get("traceparent").startsWith("00-" + TRACE + "-"));
        assertEquals("congo=t61rcWkgMzE", reply.headers().get("tracestate"));
        assertFalse(reply.headers().get("mt-request-id").isEmpty());
    }
}
