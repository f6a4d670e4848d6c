package io.metatransformer.server.bus;

import io.metatransformer.api.wire.Wire;
import io.metatransformer.core.Item;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.infer.Questions;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads questions from messages: JSON as over HTTP, or data as it is with what is said of it in headers. */
final class BusQuestions {
    private final Questions questions;
    private final int maxBytes;

    /** @param maxBytes of one message */
    BusQuestions(Questions questions, int maxBytes) {
        this.questions = questions;
        this.maxBytes = maxBytes;
    }

    /** A question to embed or predict. */
    Question question(Message<Object> message) {
        if (message.body() instanceof JsonObject json) {
            return headed(json(json, Optional.empty()), message.headers());
        }
        return raw(data(message, "a JsonObject or a Buffer"), message.headers(), Map.of());
    }

    /** A question to tokenize; a JSON body may also be one input alone. */
    Question tokens(Message<Object> message, String modality) {
        if (message.body() instanceof JsonObject json) {
            JsonObject whole =
                    json.containsKey("inputs")
                            ? json
                            : new JsonObject().put("inputs", new JsonArray().add(json));
            return headed(json(whole, Optional.of(modality)), message.headers())
                    .with("modality", modality);
        }
        return raw(
                data(message, "a JsonObject or a Buffer"),
                message.headers(),
                Map.of("modality", modality));
    }

    /** Features in their binary form, for a head. */
    Question features(Message<Object> message, String head) {
        byte[] wire = data(message, "a Buffer with features in binary form");
        List<Item> items =
                Wire.decodeFeatures(ByteBuffer.wrap(wire)).stream().map(Item::of).toList();
        return Questions.items(
                items, Optional.ofNullable(message.headers().get(Addresses.MODEL)), head);
    }

    private Question json(JsonObject json, Optional<String> modality) {
        return questions.json(bytes(json.toBuffer()), List.of(), modality);
    }

    private Question raw(byte[] data, MultiMap headers, Map<String, String> fixed) {
        Map<String, String> parameters = new TreeMap<>();
        put(parameters, "model", headers.get(Addresses.MODEL));
        put(parameters, "modality", headers.get(Addresses.MODALITY));
        put(parameters, "head", headers.get(Addresses.HEAD));
        parameters.putAll(fixed);
        return questions.raw(data, null, Optional.empty(), parameters);
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    /** The header names the model of a question that names none itself. */
    private static Question headed(Question question, MultiMap headers) {
        String model = headers.get(Addresses.MODEL);
        return model == null || question.model().isPresent()
                ? question
                : question.with("model", model);
    }

    private byte[] data(Message<Object> message, String expected) {
        if (message.body() instanceof Buffer data) {
            return bytes(data);
        }
        throw new Refusal(ProblemType.INVALID_REQUEST, "the body must be " + expected);
    }

    private byte[] bytes(Buffer data) {
        if (data.length() > maxBytes) {
            throw new Refusal(
                    ProblemType.PAYLOAD_TOO_LARGE,
                    "the message is larger than " + maxBytes + " bytes");
        }
        return data.getBytes();
    }
}
