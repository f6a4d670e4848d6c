package io.metatransformer.server.infer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Runs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Writes predictions: {@code task}, and the members of that task; section 5.5 of the contract. */
final class PredictionJson {
    private PredictionJson() {}

    static void write(JsonGenerator out, Prediction prediction, Spelling spelling)
            throws IOException {
        if (prediction instanceof Prediction.Embedding embedding) {
            out.writeStringField("task", "embedding");
            embedding(out, embedding, spelling);
        } else if (prediction instanceof Prediction.Classes classes) {
            out.writeStringField("task", classes.exclusive() ? "classification" : "multilabel");
            labels(out, classes.labels());
        } else if (prediction instanceof Prediction.Values values) {
            values(out, values);
        } else if (prediction instanceof Prediction.Boxes boxes) {
            boxes(out, boxes);
        } else if (prediction instanceof Prediction.Mask mask) {
            out.writeStringField("task", "segmentation");
            mask(out, mask, spelling);
        } else if (prediction instanceof Prediction.PointLabels points) {
            out.writeStringField("task", "point-segmentation");
            indices(out, points.classes(), points.labels());
        } else if (prediction instanceof Prediction.Neighbours neighbours) {
            neighbours(out, neighbours);
        } else if (prediction instanceof Prediction.Text text) {
            out.writeStringField("task", "text");
            out.writeStringField("text", text.text());
        }
    }

    static void embedding(JsonGenerator out, Prediction.Embedding embedding, Spelling spelling)
            throws IOException {
        Vectors.write(out, embedding.vectors(), spelling);
        if (embedding.space().isPresent()) {
            out.writeStringField("space", embedding.space().get());
        }
    }

    private static void labels(JsonGenerator out, List<Prediction.Label> labels)
            throws IOException {
        out.writeArrayFieldStart("labels");
        for (Prediction.Label label : labels) {
            out.writeStartObject();
            label(out, label);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void label(JsonGenerator out, Prediction.Label label) throws IOException {
        out.writeStringField("label", label.label());
        out.writeNumberField("index", label.index());
        out.writeNumberField("score", label.score());
    }

    private static void values(JsonGenerator out, Prediction.Values values) throws IOException {
        boolean forecast = values.values().rank() == 2;
        out.writeStringField("task", forecast ? "forecast" : "regression");
        if (forecast) {
            out.writeNumberField("horizon", values.values().size(0));
        }
        out.writeFieldName("values");
        numbers(out, values.values());
        strings(out, "names", values.names());
        strings(out, "times", values.times());
    }

    private static void numbers(JsonGenerator out, Tensor tensor) throws IOException {
        FloatBuffer values = tensor.data();
        boolean rows = tensor.rank() == 2;
        int width = tensor.size(tensor.rank() - 1);
        out.writeStartArray();
        for (int n = 0; rows && n < tensor.size(0); n++) {
            row(out, values, width);
        }
        for (int m = 0; !rows && m < width; m++) {
            out.writeNumber(values.get());
        }
        out.writeEndArray();
    }

    private static void row(JsonGenerator out, FloatBuffer values, int width) throws IOException {
        out.writeStartArray();
        for (int d = 0; d < width; d++) {
            out.writeNumber(values.get());
        }
        out.writeEndArray();
    }

    private static void boxes(JsonGenerator out, Prediction.Boxes boxes) throws IOException {
        out.writeStringField("task", "detection");
        out.writeArrayFieldStart("boxes");
        for (Prediction.Box box : boxes.boxes()) {
            out.writeStartObject();
            out.writeNumberField("left", box.left());
            out.writeNumberField("top", box.top());
            out.writeNumberField("right", box.right());
            out.writeNumberField("bottom", box.bottom());
            label(out, box.label());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void neighbours(JsonGenerator out, Prediction.Neighbours neighbours)
            throws IOException {
        out.writeStringField("task", "retrieval");
        out.writeArrayFieldStart("neighbours");
        for (Prediction.Neighbour neighbour : neighbours.neighbours()) {
            out.writeStartObject();
            out.writeStringField("id", neighbour.id());
            if (neighbour.label().isPresent()) {
                out.writeStringField("label", neighbour.label().get());
            }
            if (neighbour.camera().isPresent()) {
                out.writeStringField("camera", neighbour.camera().get());
            }
            out.writeNumberField("similarity", neighbour.similarity());
            if (neighbour.probability().isPresent()) {
                out.writeNumberField("probability", neighbour.probability().get());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        if (neighbours.space().isPresent()) {
            out.writeStringField("space", neighbours.space().get());
        }
    }

    /** Runs of equal class indices, or all of them where the request asks for base64. */
    private static void mask(JsonGenerator out, Prediction.Mask mask, Spelling spelling)
            throws IOException {
        if (spelling.encoding() == Spelling.Encoding.BASE64) {
            indices(out, mask.classes(), mask.labels());
            return;
        }
        out.writeFieldName("shape");
        out.writeArray(mask.classes().shape(), 0, mask.classes().rank());
        int[] runs = Runs.of(mask.classes());
        out.writeFieldName("rle");
        out.writeArray(runs, 0, runs.length);
        strings(out, "names", mask.labels());
    }

    /** Class indices as little-endian int32 in base64: a mask of a photograph has millions. */
    private static void indices(JsonGenerator out, Tensor classes, List<String> labels)
            throws IOException {
        out.writeFieldName("shape");
        out.writeArray(classes.shape(), 0, classes.rank());
        out.writeStringField("dtype", "int32");
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(4, classes.elements()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer values = classes.data();
        while (values.hasRemaining()) {
            bytes.putInt((int) values.get());
        }
        out.writeFieldName("base64");
        out.writeBinary(bytes.array());
        strings(out, "names", labels);
    }

    private static void strings(JsonGenerator out, String name, List<String> strings)
            throws IOException {
        if (!strings.isEmpty()) {
            out.writeFieldName(name);
            out.writeArray(strings.toArray(String[]::new), 0, strings.size());
        }
    }
}
