package io.metatransformer.server.infer;

import io.metatransformer.api.Prediction.Embedding;
import io.metatransformer.core.Answer;
import io.metatransformer.server.infer.Comparison.Metric;
import io.metatransformer.server.json.Json;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How alike the embedded items of a question are: a score for every pair.
 *
 * @param space that all vectors declare; absent if they do not
 */
public record Similarity(Outcome outcome, Comparison comparison, Optional<String> space) {

    /**
     * @param outcome of a question that compares, every item embedded
     * @throws Refusal with {@link ProblemType#UNPROCESSABLE_INPUT} if items of different modalities declare no
     *     common space and the question does not allow that; {@link ProblemType#INVALID_REQUEST} if options
     *     ask for a vector per token
     */
    public static Similarity of(Outcome outcome) {
        Comparison comparison = outcome.question().comparison().orElseThrow();
        List<Embedding> embeddings = embeddings(outcome);
        if (embeddings.stream().anyMatch(embedding -> embedding.vectors().rank() != 1)) {
            throw new Refusal(
                    Problem.of(
                                    ProblemType.INVALID_REQUEST,
                                    "similarity needs one vector for each input, not one for each"
                                            + " token; choose another pooling")
                            .at("/options/pooling", -1));
        }
        Set<Optional<String>> spaces =
                embeddings.stream().map(Embedding::space).collect(Collectors.toSet());
        Optional<String> common = spaces.size() == 1 ? spaces.iterator().next() : Optional.empty();
        Set<String> modalities =
                outcome.reply().answers().stream()
                        .map(AnswerJson::modality)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (common.isEmpty() && modalities.size() > 1 && !comparison.allowUnaligned()) {
            throw new Refusal(
                    ProblemType.UNPROCESSABLE_INPUT,
                    "the vectors of "
                            + String.join(", ", modalities)
                            + " of model '"
                            + outcome.reply().provenance().model()
                            + "' declare no common space, so nothing is known of how they compare;"
                            + " ask a model whose modalities are aligned, or set allow_unaligned"
                            + " to true to get scores that are marked");
        }
        return new Similarity(outcome, comparison, common);
    }

    private static List<Embedding> embeddings(Outcome outcome) {
        return outcome.reply().answers().stream()
                .map(Answer::orThrow)
                .map(Embedding.class::cast)
                .toList();
    }

    /** The document; scores row by row, a row for each item on the left. */
    public byte[] document() {
        List<float[]> vectors =
                embeddings(outcome).stream()
                        .map(embedding -> embedding.vectors().toArray())
                        .toList();
        float[][] scores = scores(comparison.left(vectors), comparison.right(vectors));
        return Json.bytes(
                out -> {
                    out.writeStartObject();
                    out.writeStringField("model", outcome.reply().provenance().model());
                    out.writeStringField("model_version", outcome.reply().provenance().version());
                    out.writeStringField("request_id", outcome.requestId());
                    out.writeStringField("metric", comparison.metric().word());
                    out.writeBooleanField("aligned", space.isPresent());
                    out.writeStringField("space", space.orElse(null));
                    out.writeFieldName("shape");
                    out.writeArray(new int[] {scores.length, scores[0].length}, 0, 2);
                    out.writeArrayFieldStart("scores");
                    for (float[] row : scores) {
                        out.writeStartArray();
                        for (float score : row) {
                            out.writeNumber(score);
                        }
                        out.writeEndArray();
                    }
                    out.writeEndArray();
                    AnswerJson.trailer(out, outcome);
                    out.writeEndObject();
                });
    }

    private float[][] scores(List<float[]> left, List<float[]> right) {
        boolean cosine = comparison.metric() == Metric.COSINE;
        double[] columns =
                right.stream().mapToDouble(column -> cosine ? length(column) : 1).toArray();
        float[][] scores = new float[left.size()][right.size()];
        for (int l = 0; l < left.size(); l++) {
            double row = cosine ? length(left.get(l)) : 1;
            for (int r = 0; r < right.size(); r++) {
                double lengths = row * columns[r];
                double dot = dot(left.get(l), right.get(r));
                scores[l][r] = lengths == 0 ? 0 : (float) (dot / lengths);
                if (!Float.isFinite(scores[l][r])) {
                    throw new Refusal(
                            ProblemType.NON_FINITE_OUTPUT,
                            "the score at [" + l + ", " + r + "] is past the range of float32");
                }
            }
        }
        return scores;
    }

    private static double length(float[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return sum;
    }
}
