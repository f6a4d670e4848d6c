package io.metatransformer.server.infer;

import io.metatransformer.api.Modality;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.Spelling.Dtype;
import io.metatransformer.server.json.JsonReader;
import io.metatransformer.server.json.Values;
import io.metatransformer.server.problem.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The members that every JSON question may have, and how its lists of inputs are read. */
final class CommonMembers {
    private final Limits limits;
    private final InputReader inputs;
    private int items;

    Optional<String> model = Optional.empty();
    Optional<Modality> modality;
    final Map<String, Object> options = new TreeMap<>();
    Dtype dtype = Spelling.DEFAULT.dtype();
    boolean allowRandomWeights;
    Optional<String> truncate = Optional.empty();

    CommonMembers(Limits limits, Parts parts, Optional<Modality> fallback) {
        this.limits = limits;
        this.modality = fallback;
        this.inputs = new InputReader(limits, parts);
    }

    /** Reads a member that is not null; returns whether it is one of these. */
    boolean read(JsonReader in, String name) throws IOException {
        switch (name) {
            case "model" -> model = Optional.of(in.string());
            case "modality" -> modality = InputReader.modality(in);
            case "options" -> options(in);
            case "allow_random_weights" -> allowRandomWeights = in.flag();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads a list of inputs; all lists of a question together have the limit of one. */
    List<Draft> drafts(JsonReader in) throws IOException {
        List<Draft> read = new ArrayList<>();
        in.array(
                i -> {
                    if (items++ == limits.items()) {
                        throw in.refuse(
                                "more than " + limits.items() + " items; ask in several requests");
                    }
                    read.add(inputs.read(in));
                });
        return read;
    }

    /** To be called last, since the modality of the question may come after its inputs. */
    List<Ask> asks(List<Draft> drafts) {
        return drafts.stream().map(draft -> draft.ask(modality)).toList();
    }

    /** Refuses a member that does not exist. */
    static void require(JsonReader in, String name, List<String> members) {
        if (!members.contains(name)) {
            throw in.refuse(
                    "no such member of a question; there are " + String.join(", ", members));
        }
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
