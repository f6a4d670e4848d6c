package io.metatransformer.server.infer;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Answer;
import io.metatransformer.server.infer.Spelling.Dtype;
import io.metatransformer.server.json.Json;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The formats in which outcomes leave: by the {@code Accept} of the client. May take long; never on an event loop. */
public enum Format {
    JSON("application/json") {
        @Override
        public Rendered render(Outcome outcome) {
            return new Rendered(contentType(), Map.of(), AnswerJson.document(outcome));
        }
    },
    /** One answer a line; the last line says that it is the last. */
    NDJSON("application/x-ndjson") {
        @Override
        public Rendered render(Outcome outcome) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (Answer<? extends Prediction> answer : outcome.reply().answers()) {
                lines.writeBytes(AnswerJson.line(outcome, answer));
            }
            lines.writeBytes(
                    Json.bytes(
                            out -> {
                                out.writeStartObject();
                                out.writeBooleanField("done", true);
                                out.writeStringField("request_id", outcome.requestId());
                                out.writeStringField("model", outcome.reply().provenance().model());
                                AnswerJson.trailer(out, outcome);
                                out.writeEndObject();
                                out.writeRaw('\n');
                            }));
            return new Rendered(contentType(), Map.of(), lines.toByteArray());
        }
    },
    /** The values alone, little-endian; shape and type stand in headers. */
    OCTETS("application/octet-stream") {
        @Override
        public Rendered render(Outcome outcome) {
            Dtype dtype = outcome.question().spelling().dtype();
            String shape =
                    IntStream.of(shape(outcome))
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(","));
            return new Rendered(
                    contentType(),
                    Map.of("MT-Shape", shape, "MT-Dtype", dtype.word()),
                    numbers(outcome, dtype));
        }
    },
    /** A NumPy file, version 1.0, C order. */
    NPY("application/x-npy") {
        @Override
        public Rendered render(Outcome outcome) {
            Dtype dtype = outcome.question().spelling().dtype();
            return new Rendered(
                    contentType(),
                    Map.of(),
                    Npy.file(dtype, shape(outcome), numbers(outcome, dtype)));
        }
    };

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** The format of that media type. */
    public static Format of(String contentType) {
        return Arrays.stream(values())
                .filter(format -> format.contentType.equals(contentType))
                .findFirst()
                .orElseThrow();
    }

    public static List<String> contentTypes(List<Format> formats) {
        return formats.stream().map(Format::contentType).toList();
    }

    /**
     * @throws Refusal with {@link ProblemType#NOT_ACCEPTABLE} if this format cannot carry the outcome
     */
    public abstract Rendered render(Outcome outcome);

    /** All vectors as one array: {@code [items, …]}. */
    private static int[] shape(Outcome outcome) {
        List<Tensor> tensors = tensors(outcome);
        int[] first = tensors.get(0).shape();
        for (Tensor tensor : tensors) {
            if (!Arrays.equals(first, tensor.shape())) {
                throw new Refusal(
                        ProblemType.NOT_ACCEPTABLE,
                        "the answers are of different shapes, such as "
                                + Arrays.toString(first)
                                + " and "
                                + Arrays.toString(tensor.shape())
                                + "; only JSON can carry them together");
            }
        }
        int[] shape = new int[first.length + 1];
        shape[0] = tensors.size();
        System.arraycopy(first, 0, shape, 1, first.length);
        return shape;
    }

    private static byte[] numbers(Outcome outcome, Dtype dtype) {
        if (dtype == Dtype.INT8 || dtype == Dtype.BINARY) {
            throw new Refusal(
                    ProblemType.NOT_ACCEPTABLE,
                    "this format carries float32 or float16; only JSON carries " + dtype.word());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        tensors(outcome).forEach(tensor -> all.writeBytes(Vectors.bytes(tensor, dtype)));
        return all.toByteArray();
    }

    private static List<Tensor> tensors(Outcome outcome) {
        return outcome.reply().answers().stream().map(Format::tensor).toList();
    }

    private static Tensor tensor(Answer<? extends Prediction> answer) {
        if (answer.value().orElse(null) instanceof Prediction.Embedding embedding) {
            return embedding.vectors();
        }
        throw new Refusal(
                ProblemType.NOT_ACCEPTABLE,
                "item " + answer.index() + " has no vector; only JSON can carry its answer");
    }
}
