package io.metatransformer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Answer;
import io.metatransformer.core.Provenance;
import io.metatransformer.core.Timing;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Answers as JSON: names as in the HTTP interface, numbers the shortest that read back to the same float. */
final class AnswerJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private AnswerJson() {}

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values have a JSON form", e);
        }
    }

    static ObjectNode reply(Answers answers, MaskFormat masks) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        answers.provenance().ifPresent(provenance -> provenance(json, provenance));
        ArrayNode data = json.putArray("data");
        for (Answers.Named named : answers.all()) {
            item(data.addObject(), named, masks);
        }
        return json;
    }

    private static void provenance(ObjectNode json, Provenance provenance) {
        json.put("model", provenance.model());
        json.put("model_version", provenance.version());
        json.put("untrained", provenance.usesRandomWeights());
        ObjectNode node = json.putObject("provenance");
        node.put("fingerprint", provenance.fingerprint());
        ArrayNode parts = node.putArray("parts");
        for (Provenance.Part part : provenance.parts()) {
            ObjectNode each = parts.addObject();
            each.put("kind", part.kind().name().toLowerCase(Locale.ROOT));
            each.put("name", part.name());
            each.put("plugin", part.plugin().id());
            each.put("version", part.plugin().version());
            ObjectNode weights = each.putObject("weights");
            part.weights().forEach(weights::put);
        }
    }

    private static void item(ObjectNode json, Answers.Named named, MaskFormat masks) {
        Answer<? extends Prediction> answer = named.answer();
        json.put("index", named.index());
        json.put("name", named.name());
        answer.refusal()
                .ifPresent(
                        refusal -> {
                            ObjectNode error = json.putObject("error");
                            error.put("code", refusal.code().name());
                            error.put("detail", refusal.getMessage());
                        });
        answer.value().ifPresent(value -> answered(json, answer, value, masks));
    }

    private static void answered(
            ObjectNode json,
            Answer<? extends Prediction> answer,
            Prediction value,
            MaskFormat masks) {
        ArrayNode modalities = json.putArray("modalities");
        answer.segments().forEach(segment -> modalities.add(segment.modality().id()));
        json.put("tokens", answer.tokens());
        json.put("truncated", answer.truncated());
        prediction(json, value, masks);
        timing(json.putObject("timing"), answer.timing());
    }

    private static void timing(ObjectNode json, Timing timing) {
        json.put("tokenize_ms", millis(timing.tokenize()));
        json.put("queue_ms", millis(timing.queue()));
        json.put("encode_ms", millis(timing.encode()));
        json.put("head_ms", millis(timing.head()));
        json.put("total_ms", millis(timing.total()));
        json.put("batch_size", timing.batchSize());
    }

    static double millis(Duration time) {
        return time.toNanos() / 1000 / 1e3;
    }

    private static void prediction(ObjectNode json, Prediction value, MaskFormat masks) {
        if (value instanceof Prediction.Embedding embedding) {
            tensor(json, "embedding", embedding.vectors());
            embedding.space().ifPresent(space -> json.put("space", space));
        } else if (value instanceof Prediction.Classes classes) {
            json.put("exclusive", classes.exclusive());
            ArrayNode labels = json.putArray("labels");
            classes.labels().forEach(label -> label(labels.addObject(), label));
        } else if (value instanceof Prediction.Values values) {
            tensor(json, "values", values.values());
            texts(json, "names", values.names());
            texts(json, "times", values.times());
        } else if (value instanceof Prediction.Boxes boxes) {
            ArrayNode all = json.putArray("boxes");
            boxes.boxes().forEach(box -> box(all.addObject(), box));
        } else if (value instanceof Prediction.Mask mask) {
            shape(json, mask.classes());
            masks.write(json, mask);
            texts(json, "labels", mask.labels());
        } else if (value instanceof Prediction.PointLabels points) {
            indices(json, "classes", points.classes());
            texts(json, "labels", points.labels());
        } else if (value instanceof Prediction.Neighbours neighbours) {
            ArrayNode all = json.putArray("neighbours");
            neighbours.neighbours().forEach(each -> neighbour(all.addObject(), each));
            neighbours.space().ifPresent(space -> json.put("space", space));
        } else if (value instanceof Prediction.Text text) {
            json.put("text", text.text());
        }
    }

    private static void label(ObjectNode json, Prediction.Label label) {
        json.put("label", label.label()).put("index", label.index()).put("score", label.score());
    }

    private static void neighbour(ObjectNode json, Prediction.Neighbour neighbour) {
        json.put("id", neighbour.id());
        neighbour.label().ifPresent(label -> json.put("label", label));
        neighbour.camera().ifPresent(camera -> json.put("camera", camera));
        json.put("similarity", neighbour.similarity());
        neighbour.probability().ifPresent(share -> json.put("probability", share));
    }

    private static void box(ObjectNode json, Prediction.Box box) {
        json.put("left", box.left()).put("top", box.top());
        json.put("right", box.right()).put("bottom", box.bottom());
        label(json, box.label());
    }

    private static void texts(ObjectNode json, String name, List<String> texts) {
        ArrayNode array = json.putArray(name);
        texts.forEach(array::add);
    }

    /** Its shape, and its values, whole numbers, in one flat list. */
    private static void indices(ObjectNode json, String name, Tensor tensor) {
        shape(json, tensor);
        ArrayNode values = json.putArray(name);
        FloatBuffer data = tensor.data();
        while (data.hasRemaining()) {
            values.add((int) data.get());
        }
    }

    private static void shape(ObjectNode json, Tensor tensor) {
        ArrayNode shape = json.putArray("shape");
        for (int size : tensor.shape()) {
            shape.add(size);
        }
    }

    /** Its shape, and its values in one flat list. */
    private static void tensor(ObjectNode json, String name, Tensor tensor) {
        shape(json, tensor);
        ArrayNode values = json.putArray(name);
        FloatBuffer data = tensor.data();
        while (data.hasRemaining()) {
            values.add(data.get());
        }
    }
}
