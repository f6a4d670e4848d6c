package io.metatransformer.server.infer;

import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.json.JsonReader;
import io.metatransformer.server.json.Values;
import io.metatransformer.server.problem.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads input objects: one of several forms of data, and what is said about it. */
final class InputReader {
    private final Limits limits;
    private final Parts parts;

    /** @param parts files that came beside the JSON */
    InputReader(Limits limits, Parts parts) {
        this.limits = limits;
        this.parts = parts;
    }

    /** Reads the input that starts here; a string stands for its text. */
    Draft read(JsonReader in) throws IOException {
        return read(in, true);
    }

    private Draft read(JsonReader in, boolean mayFuse) throws IOException {
        Draft draft = new Draft(in.pointer());
        if (in.isString()) {
            draft.text(in.string());
        } else {
            in.object(name -> member(in, name, draft, mayFuse));
        }
        return draft;
    }

    private void member(JsonReader in, String name, Draft draft, boolean mayFuse)
            throws IOException {
        switch (name) {
            case "id" -> draft.id = in.isNull() ? Optional.empty() : Optional.of(in.string());
            case "modality" -> draft.modality = modality(in);
            case "media_type" -> {
                if (!in.isNull()) {
                    draft.mediaType = MediaTypes.meaningful(in.string());
                }
            }
            case "options" -> draft.options = Values.object(in);
            case "text" -> {
                draft.begin(in);
                draft.text(in.string());
            }
            case "data" -> {
                draft.begin(in);
                draft.data = bytes(located(in, () -> Encoded.base64(in.string())));
            }
            case "uri" -> {
                draft.begin(in);
                Encoded encoded = located(in, () -> Encoded.dataUri(in.string()));
                draft.data = bytes(encoded.bytes());
                draft.mediaType =
                        draft.mediaType.or(
                                () -> encoded.mediaType().flatMap(MediaTypes::meaningful));
            }
            case "part" -> {
                draft.begin(in);
                draft.data = part(in, draft);
            }
            case "tensor" -> {
                draft.begin(in);
                Tensor tensor = located(in, () -> new TensorReader(limits).read(in));
                draft.data = modality -> Input.of(modality, tensor);
            }
            case "table" -> draft.structure(in, Modality.TABULAR);
            case "series" -> draft.structure(in, Modality.TIME_SERIES);
            case "graph" -> draft.structure(in, Modality.GRAPH);
            case "points" -> draft.structure(in, Modality.POINT_CLOUD);
            case "fuse" -> {
                draft.begin(in);
                draft.fused = fused(in, mayFuse);
            }
            default ->
                    throw in.refuse(
                            "no such member of an input; there are "
                                    + Draft.FORMS
                                    + ", and modality, media_type, id, options");
        }
    }

    static Optional<Modality> modality(JsonReader in) throws IOException {
        return in.isNull()
                ? Optional.empty()
                : Optional.of(located(in, () -> Modality.of(in.string())));
    }

    private List<Draft> fused(JsonReader in, boolean mayFuse) throws IOException {
        if (!mayFuse) {
            throw in.refuse("a fused input cannot be fused again");
        }
        List<Draft> drafts = new ArrayList<>();
        in.array(
                i -> {
                    if (i == limits.items()) {
                        throw in.refuse("more than " + limits.items() + " inputs");
                    }
                    drafts.add(read(in, false));
                });
        if (drafts.isEmpty()) {
            throw in.refuse("at least one input is to be fused");
        }
        return drafts;
    }

    private static Draft.Form bytes(byte[] bytes) {
        return modality -> Input.of(modality, bytes);
    }

    private Draft.Form part(JsonReader in, Draft draft) throws IOException {
        String name = in.string();
        Parts.Part part =
                parts.find(name)
                        .orElseThrow(
                                () -> in.refuse("no file part of this name came with the request"));
        draft.mediaType = draft.mediaType.or(part::mediaType);
        return part::input;
    }

    /** Something that may refuse without knowing where it stands. */
    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T located(JsonReader in, Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (Refusal e) {
            if (!e.problem().errors().isEmpty()) {
                throw e;
            }
            throw new Refusal(e.problem().at(in.pointer(), JsonReader.index(in.pointer())));
        } catch (MetaTransformerException e) {
            throw in.refuse(e.getMessage());
        }
    }
}
