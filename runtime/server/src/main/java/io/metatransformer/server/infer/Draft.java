package io.metatransformer.server.infer;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.core.Item;
import io.metatransformer.server.json.JsonReader;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An input while its members come in, in any order. */
final class Draft {
    static final String FORMS =
            "text, data, part, uri, tensor, table, series, graph, points or fuse";

    private final String pointer;
    private Optional<Modality> implied = Optional.empty();
    Optional<String> id = Optional.empty();
    Optional<Modality> modality = Optional.empty();
    Optional<String> mediaType = Optional.empty();
    Map<String, Object> options = Map.of();
    Form data;
    List<Draft> fused = List.of();

    /** The data of an input, before its modality is known. */
    interface Form {
        Input of(Modality modality);
    }

    Draft(String pointer) {
        this.pointer = pointer;
    }

    /** A form of data begins. */
    void begin(JsonReader in) {
        if (data != null || !fused.isEmpty()) {
            throw in.refuse("an input is given in one form only, among " + FORMS);
        }
    }

    void text(String text) {
        implied = Optional.of(Modality.TEXT);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        data = of -> Input.of(of, utf8).withMediaType("text/plain");
    }

    /** Data that tokenizers read as JSON: they get the very bytes of the request. */
    void structure(JsonReader in, Modality natural) throws IOException {
        begin(in);
        implied = Optional.of(natural);
        ByteBuffer json = in.slice();
        data = of -> Input.of(of, json).withMediaType("application/json");
    }

    /** @param fallback modality of inputs that name none */
    Ask ask(Optional<Modality> fallback) {
        if (fused.isEmpty()) {
            Input input = input(fallback);
            return new Ask(Item.of(input), id, pointer, input.modality());
        }
        List<Input> inputs = fused.stream().map(draft -> draft.input(fallback)).toList();
        return new Ask(Item.of(inputs), id, pointer, inputs.get(0).modality());
    }

    /** Its own modality, else the request's, else the one that its form implies, else content decides. */
    private Input input(Optional<Modality> fallback) {
        if (data == null) {
            throw new Refusal(
                    Problem.of(ProblemType.INVALID_REQUEST, "an input needs one of " + FORMS)
                            .at(pointer, JsonReader.index(pointer)));
        }
        Modality of = modality.or(() -> fallback).or(() -> implied).orElse(Item.AUTO);
        Input input = typed(data.of(of));
        Map<String, Object> set = new TreeMap<>(options);
        set.values().removeIf(value -> value == null);
        return set.isEmpty() ? input : input.withOptions(set);
    }

    private Input typed(Input input) {
        try {
            return MediaTypes.checked(input, mediaType);
        } catch (Refusal e) {
            throw new Refusal(e.problem().at(pointer, JsonReader.index(pointer)));
        }
    }
}
