package io.metatransformer.server.infer;

import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.core.Item;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.Spelling.Dtype;
import io.metatransformer.server.infer.Spelling.Encoding;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes questions of bodies. May take long; never on an event loop. */
public final class Questions {
    private final Limits limits;

    public Questions(Limits limits) {
        this.limits = limits;
    }

    /**
     * A file that came with a request.
     *
     * @param name by which the request refers to it
     * @param label what its sender calls it, safe to print
     * @param mediaType as declared
     */
    public record Upload(String name, String label, Optional<String> mediaType, Path file) {
        private Parts.Part part() {
            return new Parts.Part(name, label, mediaType.flatMap(MediaTypes::meaningful), file);
        }
    }

    /**
     * A JSON question.
     *
     * @param uploads that it may refer to
     * @param modality of inputs, where the question names none
     */
    public Question json(byte[] body, List<Upload> uploads, Optional<String> modality) {
        return new QuestionReader(limits, parts(uploads), modality.map(id -> modality(id)))
                .read(body);
    }

    /**
     * A JSON question for similarity.
     *
     * @param uploads that it may refer to
     */
    public Question comparison(byte[] body, List<Upload> uploads) {
        return new ComparisonReader(limits, parts(uploads)).read(body);
    }

    private static Parts parts(List<Upload> uploads) {
        return new Parts(uploads.stream().map(Upload::part).toList());
    }

    /**
     * One input whose bytes are the body.
     *
     * @param contentType as declared; may be null
     * @param label for messages
     * @param parameters of the query
     */
    public Question raw(
            byte[] body,
            String contentType,
            Optional<String> label,
            Map<String, String> parameters) {
        return of(
                List.of(""),
                parameters,
                modality -> {
                    Input input = Input.of(modality, body);
                    Input named = label.map(input::named).orElse(input);
                    return List.of(MediaTypes.checked(named, MediaTypes.meaningful(contentType)));
                });
    }

    /** Each file one input, in order. */
    public Question files(List<Upload> uploads, Map<String, String> parameters) {
        if (uploads.isEmpty()) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "a form needs a part named request, or at least one file");
        }
        if (uploads.size() > limits.items()) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST, "more than " + limits.items() + " files");
        }
        return of(
                uploads.stream().map(upload -> "/" + upload.name()).toList(),
                parameters,
                modality ->
                        uploads.stream()
                                .map(Upload::part)
                                .map(
                                        part ->
                                                MediaTypes.checked(
                                                        part.input(modality), part.mediaType()))
                                .toList());
    }

    /** Features made elsewhere, for a head. */
    public static Question items(List<Item> items, Optional<String> model, String head) {
        List<Ask> asks = new ArrayList<>();
        for (Item item : items) {
            asks.add(new Ask(item, Optional.empty(), "/" + asks.size(), Item.AUTO));
        }
        return new Question(
                model,
                Optional.of(head),
                asks,
                Map.of(),
                Optional.empty(),
                Spelling.DEFAULT,
                false,
                false,
                Optional.empty());
    }

    private static Question of(
            List<String> pointers,
            Map<String, String> parameters,
            Function<Modality, List<Input>> inputs) {
        Map<String, String> rest = new TreeMap<>(parameters);
        Modality modality = modality(rest.remove("modality"));
        Optional<String> model = Optional.ofNullable(rest.remove("model"));
        Optional<String> head = Optional.ofNullable(rest.remove("head"));
        Optional<String> truncate = truncate(rest.remove("truncate"));
        Spelling spelling = spelling(rest.remove("dtype"), rest.remove("encoding"));
        boolean partial = flag("partial", rest.remove("partial"));
        boolean random = flag("allow_random_weights", rest.remove("allow_random_weights"));
        List<Ask> asks = new ArrayList<>();
        for (Input input : inputs.apply(modality)) {
            asks.add(
                    new Ask(Item.of(input), Optional.empty(), pointers.get(asks.size()), modality));
        }
        Map<String, Object> options = new TreeMap<>(rest);
        return new Question(
                model, head, asks, options, truncate, spelling, partial, random, Optional.empty());
    }

    private static Modality modality(String id) {
        try {
            return id == null ? Item.AUTO : Modality.of(id);
        } catch (MetaTransformerException e) {
            throw refusal("modality", e.getMessage());
        }
    }

    private static Optional<String> truncate(String side) {
        if (side == null || side.equals("error")) {
            return Optional.empty();
        }
        if (side.equals("end") || side.equals("start")) {
            return Optional.of(side);
        }
        throw refusal("truncate", "truncate is error, end or start");
    }

    private static Spelling spelling(String dtype, String encoding) {
        Dtype type =
                dtype == null
                        ? Dtype.FLOAT32
                        : Dtype.of(dtype)
                                .orElseThrow(
                                        () ->
                                                refusal(
                                                        "dtype",
                                                        "dtype is one of "
                                                                + String.join(
                                                                        ", ", Dtype.words())));
        Encoding carried =
                encoding == null
                        ? Encoding.FLOAT
                        : Encoding.of(encoding)
                                .orElseThrow(
                                        () -> refusal("encoding", "encoding is float or base64"));
        return new Spelling(type, carried);
    }

    private static boolean flag(String name, String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw refusal(name, name + " is true or false");
    }

    private static Refusal refusal(String name, String detail) {
        return new Refusal(Problem.of(ProblemType.INVALID_REQUEST, detail).at("/" + name, -1));
    }
}
