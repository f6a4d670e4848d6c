package io.metatransformer.server.infer;

import io.metatransformer.api.Modality;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.Spelling.Encoding;
import io.metatransformer.server.json.JsonReader;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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
    private final CommonMembers common;
    private Optional<String> head = Optional.empty();
    private Encoding encoding = Spelling.DEFAULT.encoding();
    private boolean partial;
    private List<Draft> drafts = List.of();

    /**
     * @param parts files that came beside the JSON
     * @param fallback modality of inputs, where the question names none
     */
    QuestionReader(Limits limits, Parts parts, Optional<Modality> fallback) {
        this.limits = limits;
        this.common = new CommonMembers(limits, parts, fallback);
    }

    /**
     * Reads a question; once.
     *
     * @throws Refusal with {@link ProblemType#INVALID_REQUEST} that points to what is wrong
     */
    Question read(byte[] json) {
        return JsonReader.read(json, limits, this::question);
    }

    /** Reads what the lines of a stream have in common; instead of {@link #read}. */
    Defaults defaults(byte[] line) {
        return JsonReader.read(
                line,
                limits,
                in -> {
                    in.object(name -> defaults(in, name));
                    return new Defaults(limits, question(), common.modality);
                });
    }

    private void defaults(JsonReader in, String name) throws IOException {
        if (!name.equals("defaults")) {
            throw in.refuse("a line with defaults holds nothing else");
        }
        in.object(
                member -> {
                    if (member.equals("inputs")) {
                        throw in.refuse("inputs come on lines of their own");
                    }
                    member(in, member);
                });
    }

    private Question question(JsonReader in) throws IOException {
        in.object(name -> member(in, name));
        if (drafts.isEmpty()) {
            throw in.refuse("a question needs at least one element in inputs");
        }
        return question();
    }

    private Question question() {
        return new Question(
                common.model,
                head,
                common.asks(drafts),
                common.options,
                common.truncate,
                new Spelling(common.dtype, encoding),
                partial,
                common.allowRandomWeights,
                Optional.empty());
    }

    private void member(JsonReader in, String name) throws IOException {
        if (in.isNull()) {
            CommonMembers.require(in, name, MEMBERS);
            return;
        }
        switch (name) {
            case "head" -> head = Optional.of(in.string());
            case "inputs" -> drafts = common.drafts(in);
            case "top_k" -> common.options.put("top_k", in.integer());
            case "encoding" ->
                    encoding =
                            Encoding.of(in.string())
                                    .orElseThrow(() -> in.refuse("encoding is float or base64"));
            case "partial" -> partial = in.flag();
            default -> {
                if (!common.read(in, name)) {
                    CommonMembers.require(in, name, MEMBERS);
                }
            }
        }
    }
}
