package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Features;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.wire.Wire;
import io.metatransformer.server.HttpCaller.Answer;
import io.metatransformer.server.bus.Addresses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BusTest {
    private static final byte[] NUMBERS = Bodies.numbers(0.1, 1.0 / 3, -7e-5);

    @TempDir static Path folder;
    private static Rig rig;

    @BeforeAll
    static void open() {
        rig = Rig.open(folder);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @SuppressWarnings("unchecked")
    private static <T> T ask(String address, Object body, String... headers) {
        DeliveryOptions options = new DeliveryOptions();
        for (int i = 0; i < headers.length; i += 2) {
            options.addHeader(headers[i], headers[i + 1]);
        }
        try {
            return (T)
                    rig.vertx
                            .eventBus()
                            .request(address, body, options)
                            .await(20, TimeUnit.SECONDS)
                            .body();
        } catch (ReplyException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ReplyException refusal(String address, Object body, String... headers) {
        ReplyException failure =
                assertThrows(ReplyException.class, () -> ask(address, body, headers));
        assertEquals(ReplyFailure.RECIPIENT_FAILURE, failure.failureType());
        assertFalse(failure.getMessage().contains("\n"));
        JsonObject problem = new JsonObject(failure.getMessage());
        assertEquals(problem.getInteger("status"), failure.failureCode());
        return failure;
    }

    private static JsonObject question(byte[] numbers) {
        return new JsonObject()
                .put("modality", "numbers")
                .put("inputs", new JsonArray().add(new JsonObject().put("data", numbers)));
    }

    private static JsonArray vector(JsonObject answer) {
        return answer.getJsonArray("data").getJsonObject(0).getJsonArray("embedding");
    }

    @Test
    void every_door_gives_the_same_numbers() {
        JsonObject question = question(NUMBERS);
        byte[] form = new Bodies.Form().file("a", "a", NUMBERS).field("modality", "numbers").end();

        Answer json = rig.http.json("/api/v1/embed", question.encode());
        Answer raw = rig.http.post("/api/v1/models/base/embed?modality=numbers", NUMBERS);
        Answer multipart = rig.http.post("/api/v1/embed", form, "Content-Type", Bodies.Form.TYPE);
        Answer octets =
                rig.http.json(
                        "/api/v1/embed", question.encode(), "Accept", "application/octet-stream");
        JsonObject busJson = ask(Addresses.EMBED, question);
        JsonObject busRaw =
                ask(Addresses.EMBED, Buffer.buffer(NUMBERS), Addresses.MODALITY, "numbers");

        String expected = vector(json.json()).encode();
        assertEquals(expected, vector(raw.json()).encode());
        assertEquals(expected, vector(multipart.json()).encode());
        assertEquals(expected, vector(busJson).encode());
        assertEquals(expected, vector(busRaw).encode());
        ByteBuffer values =
                ByteBuffer.wrap(octets.response().body()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (Object value : vector(json.json())) {
            assertEquals(((Number) value).floatValue(), values.getFloat());
        }
    }

    @Test
    void an_answer_says_as_much_as_over_http() {
        JsonObject answer = ask(Addresses.EMBED, question(NUMBERS), Addresses.REQUEST_ID, "mine");

        assertEquals("mine", answer.getString("request_id"));
        assertEquals("base", answer.getString("model"));
        assertFalse(answer.getJsonObject("provenance").getBoolean("random_weights"));
        assertTrue(rig.metrics().contains("surface=\"bus\""));
    }

    @Test
    void a_head_predicts_from_json_and_from_bytes() {
        JsonObject json = ask(Addresses.PREDICT, question(NUMBERS).put("head", "channels"));
        JsonObject raw =
                ask(
                        Addresses.PREDICT,
                        Buffer.buffer(NUMBERS),
                        Addresses.HEAD,
                        "channels",
                        Addresses.MODEL,
                        "base");

        assertEquals(json.getJsonArray("data"), raw.getJsonArray("data"));
    }

    @Test
    void each_stage_has_an_address_and_together_they_are_the_path() {
        Buffer tokens = ask(Addresses.tokenize("numbers"), Buffer.buffer(NUMBERS));
        JsonObject inJson =
                ask(Addresses.tokenize("numbers"), new JsonObject().put("data", NUMBERS));
        TokenSequence sequence = Wire.decode(ByteBuffer.wrap(tokens.getBytes())).get(0);
        Features features = Features.of(sequence.tokens(), sequence.segments());
        ByteBuffer wire = Wire.encodeFeatures(List.of(features, features));
        byte[] bytes = new byte[wire.remaining()];
        wire.get(bytes);

        JsonObject answer =
                ask(Addresses.head("embedding"), Buffer.buffer(bytes), Addresses.MODEL, "base");

        assertEquals(3, sequence.length());
        assertEquals(
                "[3,4]",
                inJson.getJsonArray("data").getJsonObject(0).getJsonArray("shape").encode());
        JsonObject whole = ask(Addresses.EMBED, question(NUMBERS));
        assertEquals(2, answer.getJsonArray("data").size());
        assertEquals(vector(whole).encode(), vector(answer).encode());
    }

    @Test
    void positions_travel_with_their_tokens_and_reach_the_encoder() {
        JsonObject options = new JsonObject().put("position", 0.5);
        JsonObject input = new JsonObject().put("data", NUMBERS).put("options", options);
        JsonObject inJson = ask(Addresses.tokenize("numbers"), input);

        JsonObject plain = ask(Addresses.EMBED, question(NUMBERS));
        JsonObject positioned =
                ask(Addresses.EMBED, question(NUMBERS).put("inputs", new JsonArray().add(input)));

        assertTrue(inJson.getJsonArray("data").getJsonObject(0).containsKey("positions"));
        // The encoder's double adds them before each of its two blocks.
        for (int d = 0; d < 4; d++) {
            assertEquals(vector(plain).getDouble(d) + 1, vector(positioned).getDouble(d), 1e-6);
        }
    }

    @Test
    void one_node_can_be_asked_alone() {
        JsonObject answer =
                ask(Addresses.at(Addresses.EMBED, rig.server.node()), question(NUMBERS));

        assertEquals(vector(ask(Addresses.EMBED, question(NUMBERS))), vector(answer));
        ReplyException nobody =
                assertThrows(
                        ReplyException.class,
                        () -> ask(Addresses.at(Addresses.EMBED, "elsewhere"), question(NUMBERS)));
        assertEquals(ReplyFailure.NO_HANDLERS, nobody.failureType());
    }

    @Test
    void what_is_wrong_fails_with_the_code_and_the_problem_of_http() {
        assertEquals(400, refusal(Addresses.EMBED, "text").failureCode());
        assertEquals(400, refusal(Addresses.EMBED, new JsonObject()).failureCode());
        assertEquals(400, refusal(Addresses.PREDICT, question(NUMBERS)).failureCode());
        assertEquals(
                400,
                refusal(Addresses.EMBED, question(NUMBERS), Addresses.DEADLINE, "0").failureCode());
        assertEquals(
                404,
                refusal(Addresses.EMBED, question(NUMBERS), Addresses.MODEL, "none").failureCode());
        assertEquals(
                404,
                refusal(Addresses.PREDICT, question(NUMBERS).put("head", "none")).failureCode());
        assertEquals(415, refusal(Addresses.EMBED, Buffer.buffer("what")).failureCode());
        assertEquals(
                422, refusal(Addresses.head("embedding"), Buffer.buffer("what")).failureCode());
        ReplyException broken = refusal(Addresses.EMBED, question(Bodies.ascii("#numbers x")));
        assertEquals(422, broken.failureCode());
        assertTrue(broken.getMessage().contains("\"pointer\":\"/inputs/0\""), broken.getMessage());
    }

    @Test
    void the_catalogue_is_on_the_bus_too() {
        JsonObject models = ask(Addresses.MODELS, new JsonObject());
        JsonObject base =
                ask(Addresses.MODELS, new JsonObject().put("id", "base"), Addresses.ACTION, "get");
        JsonObject heads = ask(Addresses.HEADS, new JsonObject(), Addresses.ACTION, "list");
        JsonObject modalities = ask(Addresses.MODALITIES, new JsonObject());
        JsonObject plugins = ask(Addresses.PLUGINS, new JsonObject());
        JsonObject health = ask(Addresses.HEALTH, new JsonObject());

        assertEquals(1, models.getJsonArray("items").size());
        assertEquals("base", base.getString("id"));
        assertEquals(2, heads.getJsonArray("items").size());
        assertEquals(2, modalities.getJsonArray("items").size());
        assertFalse(plugins.getJsonArray("items").isEmpty());
        assertEquals("UP", health.getString("status"));
        assertEquals(
                404,
                refusal(
                                Addresses.MODELS,
                                new JsonObject().put("id", "none"),
                                Addresses.ACTION,
                                "get")
                        .failureCode());
        assertEquals(
                400,
                refusal(Addresses.MODELS, new JsonObject(), Addresses.ACTION, "dance")
                        .failureCode());
    }

    @Test
    void loading_and_unloading_is_asked_and_told_on_the_bus() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        var consumer =
                rig.vertx
                        .eventBus()
                        .<JsonObject>consumer(
                                Addresses.EVENTS_OF_MODELS,
                                message ->
                                        heard.add(
                                                message.body().getString("id")
                                                        + " "
                                                        + message.body().getString("type")));
        JsonObject base = new JsonObject().put("id", "base");

        JsonObject unloaded = ask(Addresses.MODELS, base, Addresses.ACTION, "unload");
        ask(Addresses.MODELS, base, Addresses.ACTION, "load");

        assertEquals("unloaded", unloaded.getString("state"));
        Awaitility.await().until(() -> heard.contains("base ready"));
        consumer.unregister();
    }

    @Test
    void a_request_that_nobody_waits_for_is_taken_back() {
        ask(Addresses.EMBED, question(NUMBERS));
        rig.encoder.shut();
        rig.encoder.reached.set(0);
        var running =
                rig.vertx
                        .eventBus()
                        .request(
                                Addresses.EMBED,
                                question(NUMBERS),
                                new DeliveryOptions().addHeader(Addresses.REQUEST_ID, "gone"));
        Awaitility.await().until(() -> rig.encoder.reached.get() == 1);

        rig.vertx.eventBus().publish(Addresses.CANCEL, new JsonObject().put("request_id", "gone"));

        ReplyException failure =
                assertThrows(ReplyException.class, () -> running.await(20, TimeUnit.SECONDS));
        rig.encoder.open();
        assertEquals("CANCELLED", new JsonObject(failure.getMessage()).getString("code"));
    }

    @Test
    void a_message_says_how_long_its_sender_waits() {
        ask(Addresses.EMBED, question(NUMBERS));
        rig.encoder.shut();

        ReplyException late =
                refusal(Addresses.EMBED, question(NUMBERS), Addresses.DEADLINE, "200");
        rig.encoder.open();

        assertEquals(504, late.failureCode());
    }
}
