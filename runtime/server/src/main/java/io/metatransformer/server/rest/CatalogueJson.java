package io.metatransformer.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.core.HeadInfo;
import io.metatransformer.core.ModalityInfo;
import io.metatransformer.core.ModelInfo;
import io.metatransformer.core.model.EncoderShape;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.PartInfo;
import io.metatransformer.core.model.Words;
import io.metatransformer.core.plugin.PluginInfo;
import io.metatransformer.core.plugin.PluginRef;
import io.metatransformer.core.plugin.Problem;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Writes what there is: models, modalities, heads, plugins. */
public final class CatalogueJson {
    private CatalogueJson() {}

    public static void model(JsonGenerator out, ModelInfo model) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", model.name());
        out.writeStringField("state", model.state().name().toLowerCase(Locale.ROOT));
        out.writeNumberField("memory_bytes", model.memoryBytes());
        problem(out, model.problem());
        if (model.manifest().isPresent()) {
            manifest(out, model.manifest().get());
        }
        out.writeEndObject();
    }

    /** The versions of a model, as a list; its folder holds one. */
    public static void versions(JsonGenerator out, ModelInfo model) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("items");
        if (model.manifest().isPresent()) {
            out.writeStartObject();
            out.writeStringField("version", model.manifest().get().version());
            out.writeStringField("state", model.state().name().toLowerCase(Locale.ROOT));
            out.writeStringField("encoder_sha256", model.manifest().get().fingerprint());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeNullField("next_cursor");
        out.writeEndObject();
    }

    private static void manifest(JsonGenerator out, Manifest manifest) throws IOException {
        out.writeStringField("version", manifest.version());
        out.writeStringField("description", manifest.description());
        out.writeStringField("encoder_sha256", manifest.fingerprint());
        shape(out, manifest.encoder());
        PlainJson.field(out, "weights", Words.of(manifest.encoderOrigins()));
        PlainJson.field(out, "space", manifest.space().orElse(null));
        if (manifest.source().isPresent()) {
            out.writeObjectFieldStart("source");
            out.writeStringField("file", manifest.source().get().file());
            out.writeStringField("sha256", manifest.source().get().sha256());
            out.writeStringField("layout", manifest.source().get().layout());
            out.writeStringField("converter", manifest.source().get().converter());
            out.writeEndObject();
        }
        if (manifest.licence().isPresent()) {
            out.writeObjectFieldStart("licence");
            out.writeStringField("weights", manifest.licence().get().weights());
            PlainJson.field(out, "data", manifest.licence().get().data().orElse(null));
            out.writeBooleanField("commercial_use", manifest.licence().get().commercialUse());
            out.writeEndObject();
        }
        out.writeArrayFieldStart("parts");
        for (PartInfo part : manifest.parts()) {
            part(out, part);
        }
        out.writeEndArray();
    }

    private static void shape(JsonGenerator out, EncoderShape shape) throws IOException {
        out.writeObjectFieldStart("encoder");
        out.writeNumberField("dim", shape.dim());
        out.writeNumberField("depth", shape.depth());
        out.writeNumberField("heads", shape.heads());
        out.writeNumberField("hidden", shape.hidden());
        out.writeNumberField("eps", shape.eps());
        out.writeStringField("activation", shape.activation());
        out.writeBooleanField("qkv_bias", shape.qkvBias());
        out.writeBooleanField("layer_scale", shape.layerScale());
        out.writeBooleanField("first_norm", shape.firstNorm().isPresent());
        out.writeBooleanField("final_norm", shape.finalNorm().isPresent());
        out.writeEndObject();
    }

    private static void part(JsonGenerator out, PartInfo part) throws IOException {
        out.writeStartObject();
        out.writeStringField("kind", part.kind().name().toLowerCase(Locale.ROOT));
        out.writeStringField("name", part.name());
        PlainJson.field(out, "config", part.config());
        PlainJson.field(out, "weights", part.words());
        out.writeNumberField("bytes", part.bytes());
        out.writeEndObject();
    }

    public static void modality(JsonGenerator out, ModalityInfo modality) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", modality.modality().id());
        plugin(out, modality.plugin());
        PlainJson.field(out, "media_types", modality.mediaTypes());
        OptionSchema.write(out, "options", modality.options());
        out.writeArrayFieldStart("models");
        for (ModalityInfo.Use use : modality.models()) {
            out.writeStartObject();
            out.writeStringField("model", use.model());
            PlainJson.field(out, "config", use.config());
            PlainJson.field(out, "weights", use.weights());
            if (use.maxTokens().isPresent()) {
                out.writeNumberField("max_tokens", use.maxTokens().getAsInt());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    public static void head(JsonGenerator out, HeadInfo head) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", head.name());
        out.writeStringField("service", head.service());
        if (head.plugin().isPresent()) {
            plugin(out, head.plugin().get());
        }
        PlainJson.field(out, "model", head.model().orElse(null));
        OptionSchema.write(out, "options", head.options());
        PlainJson.field(out, "config", head.config());
        PlainJson.field(out, "weights", head.weights());
        out.writeEndObject();
    }

    private static void plugin(JsonGenerator out, PluginRef plugin) throws IOException {
        out.writeObjectFieldStart("plugin");
        out.writeStringField("id", plugin.id());
        out.writeStringField("version", plugin.version());
        out.writeEndObject();
    }

    public static void plugin(JsonGenerator out, PluginInfo plugin) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", plugin.plugin().id());
        out.writeStringField("version", plugin.plugin().version());
        out.writeStringField("state", plugin.state().name().toLowerCase(Locale.ROOT));
        out.writeStringField("source", plugin.source());
        out.writeStringField("sha256", plugin.sha256());
        out.writeObjectFieldStart("provides");
        PlainJson.field(out, "tokenizers", plugin.tokenizers());
        PlainJson.field(out, "encoders", plugin.encoders());
        PlainJson.field(out, "heads", plugin.heads());
        out.writeEndObject();
        problem(out, plugin.problem());
        out.writeEndObject();
    }

    private static void problem(JsonGenerator out, Optional<Problem> problem) throws IOException {
        if (problem.isPresent()) {
            out.writeObjectFieldStart("problem");
            out.writeStringField("code", problem.get().code().name());
            out.writeStringField("detail", problem.get().message());
            out.writeEndObject();
        }
    }
}
