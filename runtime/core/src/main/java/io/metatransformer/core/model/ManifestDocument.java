package io.metatransformer.core.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.metatransformer.api.WeightOrigin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * {@code model.json} as it lies on disk. Keys in this order; absent where there is nothing to say.
 *
 * @param format of this document; this class reads and writes {@link #FORMAT}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ManifestDocument(
        Integer format,
        String name,
        String version,
        String description,
        Encoder encoder,
        Source source,
        License license,
        String space,
        List<Part> tokenizers,
        List<Part> heads,
        Map<String, FileEntry> files) {

    static final int FORMAT = 1;

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Encoder(
            Integer dim,
            Integer depth,
            Integer heads,
            Integer hidden,
            Double eps,
            String activation,
            Boolean qkvBias,
            Boolean layerScale,
            Double firstNorm,
            Double finalNorm,
            Map<String, Object> options,
            String fingerprint,
            List<Origin> weights) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record License(String weights, String data, Boolean commercialUse) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(String name, List<Origin> weights, List<Part> tokenizers) {

        private static Part of(PartInfo part) {
            List<Part> own = part.tokenizers().stream().map(Part::of).toList();
            return new Part(part.name(), grouped(part.origins()), own.isEmpty() ? null : own);
        }
    }

    /** Tensors that came from one place. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Origin(
            String origin,
            String source,
            String sha256,
            String run,
            Long seed,
            List<String> tensors) {

        private static Origin of(WeightOrigin origin, List<String> tensors) {
            if (origin instanceof WeightOrigin.Imported from) {
                return new Origin(origin.word(), from.source(), from.sha256(), null, null, tensors);
            }
            if (origin instanceof WeightOrigin.Trained in) {
                return new Origin(origin.word(), null, null, in.run(), null, tensors);
            }
            long seed = ((WeightOrigin.Random) origin).seed();
            return new Origin(origin.word(), null, null, null, seed, tensors);
        }

        private WeightOrigin value() {
            switch (required("origin", origin)) {
                case "imported":
                    return new WeightOrigin.Imported(
                            required("source", source), required("sha256", sha256));
                case "trained":
                    return new WeightOrigin.Trained(required("run", run));
                case "random":
                    return new WeightOrigin.Random(required("seed", seed));
                default:
                    throw Refusal.badModel(
                            "origin of weights is imported, trained or random, got '"
                                    + origin
                                    + "'");
            }
        }
    }

    static ManifestDocument of(Manifest manifest) {
        EncoderShape shape = manifest.encoder();
        return new ManifestDocument(
                FORMAT,
                manifest.name(),
                manifest.version(),
                manifest.description(),
                new Encoder(
                        shape.dim(),
                        shape.depth(),
                        shape.heads(),
                        shape.hidden(),
                        shape.eps(),
                        shape.activation(),
                        shape.qkvBias(),
                        shape.layerScale(),
                        boxed(shape.firstNorm()),
                        boxed(shape.finalNorm()),
                        manifest.encoderOptions(),
                        manifest.fingerprint(),
                        grouped(manifest.encoderOrigins())),
                manifest.source().orElse(null),
                manifest.licence()
                        .map(
                                licence ->
                                        new License(
                                                licence.weights(),
                                                licence.data().orElse(null),
                                                licence.commercialUse()))
                        .orElse(null),
                manifest.space().orElse(null),
                parts(manifest, PartInfo.Kind.TOKENIZER),
                parts(manifest, PartInfo.Kind.HEAD),
                manifest.files());
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static List<Part> parts(Manifest manifest, PartInfo.Kind kind) {
        return manifest.parts().stream().filter(part -> part.kind() == kind).map(Part::of).toList();
    }

    private static List<Origin> grouped(Map<String, WeightOrigin> origins) {
        Map<WeightOrigin, List<String>> tensors = new LinkedHashMap<>();
        origins.forEach(
                (name, origin) ->
                        tensors.computeIfAbsent(origin, any -> new ArrayList<>()).add(name));
        return tensors.entrySet().stream()
                .map(group -> Origin.of(group.getKey(), group.getValue()))
                .toList();
    }

    /** The manifest, with the parts' configuration still to be read from their own files. */
    Manifest toManifest() {
        if (!Objects.equals(format, FORMAT)) {
            throw Refusal.badModel("format is " + FORMAT + " here, got " + format);
        }
        Encoder shape = required("encoder", encoder);
        required("files", files).forEach((path, file) -> required(path, file));
        List<PartInfo> parts = new ArrayList<>(parts(PartInfo.Kind.TOKENIZER, tokenizers));
        parts.addAll(parts(PartInfo.Kind.HEAD, heads));
        return new Manifest(
                required("name", name),
                required("version", version),
                description == null ? "" : description,
                shape(shape),
                options(shape),
                origins(shape.weights()),
                required("encoder.fingerprint", shape.fingerprint()),
                Optional.ofNullable(source),
                Optional.ofNullable(license)
                        .map(
                                l ->
                                        new Licence(
                                                required("license.weights", l.weights()),
                                                Optional.ofNullable(l.data()),
                                                Boolean.TRUE.equals(l.commercialUse()))),
                Optional.ofNullable(space),
                parts,
                files);
    }

    private static Map<String, Object> options(Encoder encoder) {
        Map<String, Object> options = new TreeMap<>();
        if (encoder.options() != null) {
            options.putAll(encoder.options());
        }
        options.values().removeIf(Objects::isNull);
        return options;
    }

    private static EncoderShape shape(Encoder encoder) {
        return new EncoderShape(
                required("encoder.dim", encoder.dim()),
                required("encoder.depth", encoder.depth()),
                required("encoder.heads", encoder.heads()),
                required("encoder.hidden", encoder.hidden()),
                required("encoder.eps", encoder.eps()),
                required("encoder.activation", encoder.activation()),
                required("encoder.qkv_bias", encoder.qkvBias()),
                required("encoder.layer_scale", encoder.layerScale()),
                optional(encoder.firstNorm()),
                optional(encoder.finalNorm()));
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static List<PartInfo> parts(PartInfo.Kind kind, List<Part> parts) {
        List<PartInfo> infos = new ArrayList<>();
        for (Part part : each(kind.folder(), parts)) {
            infos.add(
                    new PartInfo(
                            kind,
                            required(kind.folder() + ".name", part.name()),
                            Map.of(),
                            origins(part.weights()),
                            0,
                            parts(PartInfo.Kind.TOKENIZER, part.tokenizers())));
        }
        return infos;
    }

    private static Map<String, WeightOrigin> origins(List<Origin> groups) {
        Map<String, WeightOrigin> origins = new TreeMap<>();
        for (Origin group : each("weights", groups)) {
            for (String tensor : each("tensors", required("tensors", group.tensors()))) {
                if (origins.put(tensor, group.value()) != null) {
                    throw Refusal.badModel("tensor '" + tensor + "' has two origins");
                }
            }
        }
        return origins;
    }

    /** No list, or one without holes. */
    private static <T> List<T> each(String key, List<T> list) {
        if (list == null) {
            return List.of();
        }
        list.forEach(element -> required(key, element));
        return list;
    }

    private static <T> T required(String key, T value) {
        if (value == null) {
            throw Refusal.badModel("key '" + key + "' is missing");
        }
        return value;
    }
}
