package io.metatransformer.core.model;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.api.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes one tokenizer or head of a new model: its configuration, and weights whose origin is known. */
final class PartWriter {
    private final Path model;
    private final ModelDraft draft;
    private final List<String> notes;

    /** @param notes receives what was left out, and why */
    PartWriter(Path model, ModelDraft draft, List<String> notes) {
        this.model = model;
        this.draft = draft;
        this.notes = notes;
    }

    /**
     * @param config options that the draft sets, and what describes the part
     * @param checkpoint from which the service takes what is its own
     * @return nothing if the part needs no weights or was left out: what nobody asked for, and a head that
     *     finds tensors but needs options
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for tensors
     *     of the checkpoint that do not fit the options, or are not all that is required
     */
    Optional<PartInfo> write(
            PartInfo.Kind kind,
            String name,
            Map<String, Object> config,
            Weights checkpoint,
            Described service) {
        String label = kind.folder() + "/" + name;
        Weights adopted = service.adopt(checkpoint);
        boolean asked = !adopted.names().isEmpty() || !config.isEmpty();
        try {
            Map<String, Object> told = new TreeMap<>();
            if (!adopted.names().isEmpty()) {
                told.putAll(service.configure(adopted, draft.shape()));
            }
            told.putAll(config);
            return write(kind, name, told, adopted, service, asked);
        } catch (MetaTransformerException refusal) {
            // Most heads need options that no checkpoint tells, such as their labels.
            boolean optional = kind == PartInfo.Kind.HEAD && config.isEmpty();
            if (asked && !optional) {
                throw refusal.at(label);
            }
            boolean nothing = adopted.names().isEmpty() && refusal.code() == ErrorCode.BAD_WEIGHTS;
            notes.add(
                    label
                            + " is left out: "
                            + (nothing
                                    ? "the checkpoint has no tensor of it"
                                    : refusal.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<PartInfo> write(
            PartInfo.Kind kind,
            String name,
            Map<String, Object> config,
            Weights adopted,
            Described service,
            boolean asked) {
        Map<String, Object> set = new TreeMap<>(config);
        set.keySet().removeAll(ModelPart.DESCRIPTION);
        Options options = Options.of(service.options(), set);
        List<WeightSpec> specs = service.weights(options, draft.shape().dim());
        PartWeights weights = PartWeights.given(adopted, origins(adopted));
        boolean complete = specs.stream().noneMatch(spec -> isMissing(spec, adopted));
        if (kind == PartInfo.Kind.TOKENIZER && draft.seed().isPresent()) {
            specs.forEach(spec -> requireDrawable(spec, adopted));
            weights = weights.completed(specs, draft.seed().getAsLong());
        }
        weights.weights().require(name, specs);
        if (!asked && weights.weights().names().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> described = new TreeMap<>(config);
        if (complete && !adopted.names().isEmpty() && service.feedsEncoder()) {
            draft.space().ifPresent(space -> described.putIfAbsent("space", space));
        }
        store(model.resolve(kind.folder()).resolve(name), described, weights.weights());
        return Optional.of(new PartInfo(kind, name, described, weights.origins(), 0));
    }

    private static boolean isMissing(WeightSpec spec, Weights adopted) {
        return spec.required() && !adopted.names().contains(spec.name());
    }

    private static void requireDrawable(WeightSpec spec, Weights adopted) {
        if (isMissing(spec, adopted) && Arrays.stream(spec.shape()).anyMatch(size -> size < 0)) {
            spec.draw(0); // refuses, and says why
        }
    }

    private Map<String, WeightOrigin> origins(Weights adopted) {
        Map<String, WeightOrigin> origins = new HashMap<>();
        for (String tensor : adopted.names()) {
            origins.put(tensor, draft.restOrigin().orElseThrow());
        }
        return origins;
    }

    static void store(Path folder, Map<String, Object> config, Weights weights) {
        try {
            Files.createDirectories(folder);
            Json.write(folder.resolve(ModelFolder.CONFIG), config);
        } catch (IOException e) {
            throw Refusal.io("a part of the model cannot be written", e);
        }
        if (!weights.names().isEmpty()) {
            SafetensorsWriter.write(folder.resolve(ModelFolder.WEIGHTS), weights, Map.of());
        }
    }
}
