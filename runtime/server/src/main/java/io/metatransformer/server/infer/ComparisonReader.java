package io.metatransformer.server.infer;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.Comparison.Metric;
import io.metatransformer.server.json.JsonReader;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the JSON of a question for similarity: two lists of inputs, or one that is compared with itself. */
final class ComparisonReader {
    private static final List<String> MEMBERS =
            List.of(
                    "model",
                    "modality",
                    "left",
                    "right",
                    "metric",
                    "options",
                    "allow_unaligned",
                    "allow_random_weights");

    private final Limits limits;
    private final CommonMembers common;
    private Metric metric = Metric.COSINE;
    private boolean allowUnaligned;
    private List<Draft> left = List.of();
    private Optional<List<Draft>> right = Optional.empty();

    /** @param parts files that came beside the JSON */
    ComparisonReader(Limits limits, Parts parts) {
        this.limits = limits;
        this.common = new CommonMembers(limits, parts, Optional.empty());
    }

    /**
     * Reads a question; once.
     *
     * @throws Refusal with {@link ProblemType#INVALID_REQUEST} that points to what is wrong
     */
    Question read(byte[] json) {
        return JsonReader.read(json, limits, this::question);
    }

    private Question question(JsonReader in) throws IOException {
        in.object(name -> member(in, name));
        if (left.isEmpty() || right.isPresent() && right.get().isEmpty()) {
            throw in.refuse(
                    "similarity needs at least one element in left, and in right if it is there");
        }
        List<Draft> all = Stream.concat(left.stream(), right.orElse(List.of()).stream()).toList();
        return new Question(
                common.model,
                Optional.empty(),
                common.asks(all),
                common.options,
                common.truncate,
                new Spelling(common.dtype, Spelling.DEFAULT.encoding()),
                false,
                common.allowRandomWeights,
                Optional.of(new Comparison(left.size(), right.isEmpty(), metric, allowUnaligned)));
    }

    private void member(JsonReader in, String name) throws IOException {
        if (in.isNull()) {
            CommonMembers.require(in, name, MEMBERS);
            return;
        }
        switch (name) {
            case "left" -> left = common.drafts(in);
            case "right" -> right = Optional.of(common.drafts(in));
            case "metric" ->
                    metric =
                            Metric.of(in.string())
                                    .orElseThrow(
                                            () ->
                                                    in.refuse(
                                                            "metric is one of "
                                                                    + String.join(
                                                                            ", ", Metric.words())));
            case "allow_unaligned" -> allowUnaligned = in.flag();
            default -> {
                if (!common.read(in, name)) {
                    CommonMembers.require(in, name, MEMBERS);
                }
            }
        }
    }
}
