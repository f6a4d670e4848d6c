package io.metatransformer.server.infer;

import io.metatransformer.api.Modality;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.Spelling.Dtype;
import io.metatransformer.server.infer.Spelling.Encoding;
import io.metatransformer.server.json.JsonReader;
import io.metatransformer.server.json.Values;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the JSON of a question on the native surface and on the bus; sections 5.2 and 5.5 of the contract. */
final class QuestionReader {
    private static final List<String> MEMBERS =
            List.of(
                    "model",
                    "modality",
                    "head",
                    "inputs",
                    "options",
                    "top_k",
                    "encoding",
                    "partial",
                    "allow_random_weights");

    private final Limits limits;
    private final InputReader inputs;

    private Optional<String> model = Optional.empty();
    private Optional<String> head = Optional.empty();
    private Optional<Modality> modality;
    private final Map<String, Object> options = new TreeMap<>();
    private Dtype dtype = Spelling.DEFAULT.dtype();
    private Encoding encoding = Spelling.DEFAULT.encoding();
    private boolean partial;
    private boolean allowRandomWeights;
    private Optional<String> truncate = Optional.empty();
    private List<Draft> drafts;

    private QuestionReader(Limits limits, Parts parts, Optional<Modality> fallback) {
        this.limits = limits;
        this.modality = fallback;
        this.inputs = new InputReader(limits, parts);
    }

    /**
     * Reads a question.
     *
     * @param parts files that came beside the JSON
     * @param fallback modality of inputs, where the question names none
     * @throws Refusal with {@link ProblemType#INVALID_REQUEST} that points to what is wrong
     */
    static Question read(byte[] json, Limits limits, Parts parts, Optional<Modality> fallback) {
        return JsonReader.read(
                json, limits, in -> new QuestionReader(limits, parts, fallback).question(in));
    }

    private Question question(JsonReader in) throws IOException {
        in.object(name -> member(in, name));
        if (drafts == null || drafts.isEmpty()) {
            throw in.refuse("a question needs at least one element in inputs");
        }
        List<Ask> asks = drafts.stream().map(draft -> draft.ask(modality)).toList();
        return new Question(
                model,
                head,
                asks,
                options,
                truncate,
                new Spelling(dtype, encoding),
                partial,
                allowRandomWeights);
    }

    private void member(JsonReader in, String name) throws IOException {
        if (in.isNull()) {
            require(in, name);
            return;
        }
        switch (name) {
            case "model" -> model = Optional.of(in.string());
            case "head" -> head = Optional.of(in.string());
            case "modality" -> modality = InputReader.modality(in);
            case "inputs" -> drafts = drafts(in);
            case "options" -> options(in);
            case "top_k" -> options.put("top_k", in.integer());
            case "encoding" ->
                    encoding =
                            Encoding.of(in.string())
                                    .orElseThrow(() -> in.refuse("encoding is float or base64"));
            case "partial" -> partial = in.flag();
            case "allow_random_weights" -> allowRandomWeights = in.flag();
            default -> require(in, name);
        }
    }

    private static void require(JsonReader in, String name) {
        if (!MEMBERS.contains(name)) {
            throw in.refuse(
                    "no such member of a question; there are " + String.join(", ", MEMBERS));
        }
    }

    private List<Draft> drafts(JsonReader in) throws IOException {
        List<Draft> read = new ArrayList<>();
        in.array(
                i -> {
                    if (i == limits.items()) {
                        throw in.refuse(
                                "more than " + limits.items() + " items; ask in several requests");
                    }
                    read.add(inputs.read(in));
                });
        return read;
    }

    private void options(JsonReader in) throws IOException {
        in.object(
                name -> {
                    switch (name) {
                        case "truncate" -> truncate = truncate(in);
                        case "dtype" ->
                                dtype =
                                        in.isNull()
                                                ? dtype
                                                : Dtype.of(in.string())
                                                        .orElseThrow(() -> noDtype(in));
                        default -> options.put(name, Values.value(in));
                    }
                });
    }

    private static Optional<String> truncate(JsonReader in) throws IOException {
        if (in.isNull()) {
            return Optional.empty();
        }
        String side = in.string();
        if (!List.of("error", "end", "start").contains(side)) {
            throw in.refuse("truncate is error, end or start");
        }
        return Optional.of(side).filter(s -> !s.equals("error"));
    }

    private static Refusal noDtype(JsonReader in) {
        return in.refuse("dtype is one of " + String.join(", ", Dtype.words()));
    }
}
