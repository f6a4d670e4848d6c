package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModelInfo;
import io.metatransformer.core.model.EncoderShape;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.PartInfo;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code models} shows. */
final class ModelListing {
    private static final long MIB = 1 << 20;

    private ModelListing() {}

    static int list(Terminal terminal, InstallationOptions installation, boolean json) {
        try (MetaTransformer mt = installation.open()) {
            List<ModelInfo> models = mt.models();
            if (json) {
                terminal.println(
                        AnswerJson.text(models.stream().map(ModelListing::fields).toList()));
                return ExitCodes.OK;
            }
            Table table = new Table("model", "state", "encoder", "weights", "licence", "size");
            for (ModelInfo model : models) {
                table.row(
                        model.name(),
                        model.state().name().toLowerCase(Locale.ROOT),
                        model.manifest().map(each -> shape(each.encoder())).orElse("-"),
                        model.manifest().map(ModelListing::weights).orElse("-"),
                        model.manifest().map(ModelListing::licence).orElse("-"),
                        model.memoryBytes() / MIB + " MiB");
            }
            terminal.print(table);
            models.forEach(
                    model ->
                            model.problem()
                                    .ifPresent(
                                            problem ->
                                                    terminal.warn(
                                                            model.name()
                                                                    + ": "
                                                                    + problem.code()
                                                                    + ": "
                                                                    + problem.message())));
            return ExitCodes.OK;
        }
    }

    static int show(Terminal terminal, InstallationOptions installation, String name) {
        try (MetaTransformer mt = installation.open()) {
            terminal.println(AnswerJson.text(fields(sound(mt, name))));
            return ExitCodes.OK;
        }
    }

    /** What a model says of itself; refused if there is no such model, or something is wrong with it. */
    static Manifest manifest(MetaTransformer mt, String name) {
        return sound(mt, name).manifest().orElseThrow();
    }

    private static ModelInfo sound(MetaTransformer mt, String name) {
        ModelInfo model =
                mt.models().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(mt, name));
        model.problem()
                .ifPresent(
                        problem -> {
                            throw problem.toException();
                        });
        return model;
    }

    private static MetaTransformerException unknown(MetaTransformer mt, String name) {
        return new MetaTransformerException(
                ErrorCode.UNKNOWN_MODEL,
                "no model "
                        + Quoted.of(name)
                        + "; there are: "
                        + String.join(", ", mt.models().stream().map(ModelInfo::name).toList()));
    }

    private static Map<String, Object> fields(ModelInfo model) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", model.name());
        fields.put("state", model.state().name().toLowerCase(Locale.ROOT));
        fields.put("memory_mib", model.memoryBytes() / MIB);
        model.problem()
                .ifPresent(
                        problem ->
                                fields.put("problem", problem.code() + ": " + problem.message()));
        model.manifest().ifPresent(manifest -> fields(fields, manifest));
        return fields;
    }

    private static void fields(Map<String, Object> fields, Manifest manifest) {
        fields.put("version", manifest.version());
        fields.put("description", manifest.description());
        fields.put("untrained", Untrained.throughout(manifest));
        fields.put("encoder", fields(manifest.encoder()));
        fields.put("encoder_weights", origins(manifest.encoderOrigins().values()));
        fields.put("fingerprint", manifest.fingerprint());
        manifest.source().ifPresent(source -> fields.put("source", source));
        manifest.licence().ifPresent(licence -> fields.put("licence", licence.weights()));
        manifest.space().ifPresent(space -> fields.put("space", space));
        for (PartInfo part : manifest.parts()) {
            fields.put(part.kind().folder() + "/" + part.name(), origins(part.origins().values()));
        }
    }

    private static Map<String, Object> fields(EncoderShape shape) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("dim", shape.dim());
        fields.put("depth", shape.depth());
        fields.put("heads", shape.heads());
        fields.put("hidden", shape.hidden());
        fields.put("eps", shape.eps());
        fields.put("activation", shape.activation());
        fields.put("qkv_bias", shape.qkvBias());
        fields.put("layer_scale", shape.layerScale());
        shape.firstNorm().ifPresent(eps -> fields.put("first_norm_eps", eps));
        shape.finalNorm().ifPresent(eps -> fields.put("final_norm_eps", eps));
        return fields;
    }

    /** How many tensors came from where: {@code random(1)}, {@code imported}, {@code trained}. */
    private static Map<String, Integer> origins(Collection<WeightOrigin> origins) {
        Map<String, Integer> counts = new TreeMap<>();
        for (WeightOrigin origin : origins) {
            String word =
                    origin instanceof WeightOrigin.Random random
                            ? "random(" + random.seed() + ")"
                            : origin.word();
            counts.merge(word, 1, Integer::sum);
        }
        return counts;
    }

    private static String shape(EncoderShape shape) {
        return "dim "
                + shape.dim()
                + ", "
                + shape.depth()
                + " blocks, "
                + shape.heads()
                + " heads, "
                + shape.activation();
    }

    private static String weights(Manifest manifest) {
        return Untrained.throughout(manifest)
                ? "UNTRAINED"
                : String.join(", ", origins(manifest.encoderOrigins().values()).keySet());
    }

    private static String licence(Manifest manifest) {
        return manifest.licence().map(licence -> licence.weights()).orElse("unknown");
    }
}
