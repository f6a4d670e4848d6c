package io.metatransformer.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import io.metatransformer.core.digest.Sha256;
import io.metatransformer.core.plugin.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
    private static final WeightOrigin IMPORTED =
            new WeightOrigin.Imported("vit.pth", "a".repeat(64));
    private static final WeightOrigin TRAINED = new WeightOrigin.Trained("run-7");
    private static final EncoderShape SHAPE =
            new EncoderShape(
                    4,
                    1,
                    2,
                    16,
                    1e-5,
                    "quick_gelu",
                    true,
                    false,
                    OptionalDouble.of(1e-6),
                    OptionalDouble.empty());

    @TempDir Path models;
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        folder = models.resolve("base");
        writer().write(draft(), Progress.NONE);
        writer().addHead("base", "colours", head("gain"), Map.of());
    }

    private ModelWriter writer() {
        return new ModelWriter(models, new Catalogue(Map.of(), Map.of(), Map.of()));
    }

    private ModelDraft draft() throws IOException {
        Path encoder = Files.createTempDirectory(models, ".encoder");
        Files.writeString(encoder.resolve("saved_model.pb"), "graph");
        Files.createDirectory(encoder.resolve("variables"));
        Files.writeString(encoder.resolve("variables/variables.index"), "weights");
        return new ModelDraft(
                        "base",
                        SHAPE,
                        encoder,
                        Map.of(
                                "0.norm1.weight",
                                IMPORTED,
                                "0.norm1.bias",
                                new WeightOrigin.Random(3)))
                .version("2")
                .description("for tests")
                .encoderOptions(Map.of("threads", 2))
                .source(new Source("vit.pth", "a".repeat(64), "timm", "0.1.0"))
                .licence(new Licence("MIT", Optional.empty(), true))
                .space("clip-1");
    }

    private static ModelPart head(String tensor) {
        Weights weights = Weights.of(Map.of(tensor, Tensor.of(new float[] {1, 2, 3, 4}, 4)));
        return new ModelPart(
                "trained",
                4,
                Map.of("head", "classification", "labels", List.of("red", "blue")),
                weights,
                Map.of(tensor, TRAINED),
                Optional.empty());
    }

    private MetaTransformerException refusal() {
        var refusal = assertThrows(MetaTransformerException.class, () -> ModelFolder.open(folder));
        assertEquals(ErrorCode.BAD_MODEL, refusal.code());
        return refusal;
    }

    private void edit(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("model.json");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode document = (ObjectNode) mapper.readTree(Files.readString(file));
        change.accept(document);
        Files.writeString(file, mapper.writeValueAsString(document));
    }

    @Test
    void what_was_written_is_read_again() {
        Manifest manifest = ModelFolder.open(folder).manifest();

        assertEquals("base", manifest.name());
        assertEquals("2", manifest.version());
        assertEquals("for tests", manifest.description());
        assertEquals(SHAPE, manifest.encoder());
        assertEquals(Map.of("threads", 2), manifest.encoderOptions());
        assertEquals(IMPORTED, manifest.encoderOrigins().get("0.norm1.weight"));
        assertEquals(new WeightOrigin.Random(3), manifest.encoderOrigins().get("0.norm1.bias"));
        assertEquals("timm", manifest.source().orElseThrow().layout());
        assertEquals(new Licence("MIT", Optional.empty(), true), manifest.licence().orElseThrow());
        assertEquals(Optional.of("clip-1"), manifest.space());
        PartInfo head = manifest.part(PartInfo.Kind.HEAD, "colours").orElseThrow();
        assertEquals(Map.of("trained", 1), head.words());
        assertEquals(List.of("red", "blue"), head.config().get("labels"));
    }

    @Test
    void every_file_is_listed_with_its_digest() throws IOException {
        Manifest manifest = ModelFolder.open(folder).manifest();

        assertEquals(
                List.of(
                        "encoder/saved_model.pb",
                        "encoder/variables/variables.index",
                        "heads/colours/config.json",
                        "heads/colours/weights.safetensors"),
                List.copyOf(manifest.files().keySet()));
        assertEquals(
                Sha256.of(folder.resolve("encoder/saved_model.pb")),
                manifest.files().get("encoder/saved_model.pb").sha256());
    }

    @Test
    void a_part_is_opened_with_options_weights_and_origins() {
        ModelFolder model = ModelFolder.open(folder);
        PartInfo info = model.manifest().part(PartInfo.Kind.HEAD, "colours").orElseThrow();

        try (OpenPart part = model.open(info)) {
            assertEquals("base/heads/colours", part.part().name());
            assertEquals(4, part.part().width());
            assertEquals(2, part.part().weights().get("gain").data().get(1));
            assertEquals(TRAINED, part.part().origins().get("gain"));
        }
        ModelPart encoder = model.encoder(Map.of("threads", 5));
        assertEquals(Map.of("threads", 5), encoder.config());
        assertEquals(folder.resolve("encoder"), encoder.folder().orElseThrow());
    }

    @Test
    void a_head_brings_the_tokenizer_that_it_was_trained_with() {
        Weights weights = Weights.of(Map.of("proj", Tensor.of(new float[] {9}, 1)));
        ModelPart own =
                new ModelPart(
                        "own",
                        4,
                        Map.of("schema", "a, b"),
                        weights,
                        Map.of("proj", new WeightOrigin.Random(5)),
                        Optional.empty());
        writer().addHead("base", "colours", head("gain"), Map.of(Modality.TABULAR, own));

        ModelFolder model = ModelFolder.open(folder);
        PartInfo head = model.manifest().part(PartInfo.Kind.HEAD, "colours").orElseThrow();
        PartInfo tokenizer = head.tokenizer("tabular").orElseThrow();

        assertEquals(Map.of("schema", "a, b"), tokenizer.config());
        assertTrue(model.manifest().part(PartInfo.Kind.TOKENIZER, "tabular").isEmpty());
        try (OpenPart part = model.open(head, tokenizer)) {
            assertEquals("base/heads/colours/tokenizers/tabular", part.part().name());
            assertEquals(9, part.part().weights().get("proj").data().get(0));
            assertEquals(new WeightOrigin.Random(5), part.part().origins().get("proj"));
        }
    }

    @Test
    void what_is_told_of_a_head_lies_beside_it_and_is_held_to_its_digest_as_all_else_is()
            throws IOException {
        byte[] report = {1, 2, 3};
        writer().addHead("base", "colours", head("gain"), Map.of(), Map.of("report.html", report));

        ModelFolder model = ModelFolder.open(folder);
        PartInfo head = model.manifest().part(PartInfo.Kind.HEAD, "colours").orElseThrow();
        Path file = folder.resolve("heads/colours/report.html");
        assertArrayEquals(report, Files.readAllBytes(file));
        assertEquals(3, model.manifest().files().get("heads/colours/report.html").size());
        model.open(head).close();

        Files.write(file, new byte[] {1, 2, 4});
        ModelFolder changed = ModelFolder.open(folder);
        var refusal = assertThrows(MetaTransformerException.class, () -> changed.open(head));
        assertEquals(ErrorCode.BAD_MODEL, refusal.code());
        assertTrue(refusal.getMessage().contains("report.html"), refusal.getMessage());

        writer().addHead("base", "colours", head("gain"), Map.of());
        assertTrue(Files.notExists(file), "a report of another head must not stay");
    }

    @Test
    void one_changed_byte_is_noticed_and_its_file_named() throws IOException {
        ModelFolder model = ModelFolder.open(folder);
        Files.writeString(folder.resolve("encoder/saved_model.pb"), "grapH");

        var refusal = assertThrows(MetaTransformerException.class, () -> model.encoder(Map.of()));

        assertEquals(ErrorCode.BAD_MODEL, refusal.code());
        assertTrue(
                refusal.getMessage().startsWith("encoder/saved_model.pb is not the file"),
                refusal.getMessage());
        assertTrue(model.hasChanged());
    }

    @Test
    void a_file_that_is_missing_or_cut_short_is_named() throws IOException {
        Path index = folder.resolve("encoder/variables/variables.index");
        Files.writeString(index, "weigh");
        assertEquals(
                "encoder/variables/variables.index has 5 bytes, model.json says 7",
                refusal().getMessage());

        Files.delete(index);
        assertEquals("encoder/variables/variables.index is missing", refusal().getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "encoder/../../secret.txt",
                "/etc/passwd",
                "encoder//x",
                "encoder/./x",
                "..\\secret.txt",
                "C:/secret.txt",
                "",
                "encoder/"
            })
    void no_name_leads_out_of_the_folder(String name) throws IOException {
        Files.writeString(models.resolve("secret.txt"), "secret");
        edit(
                document ->
                        ((ObjectNode) document.get("files"))
                                .putObject(name)
                                .put("size", 6)
                                .put("sha256", Sha256.of("secret")));

        assertTrue(refusal().getMessage().contains("not a name inside the folder"));
    }

    @Test
    void no_link_leads_out_of_the_folder() throws IOException {
        Path graph = folder.resolve("encoder/saved_model.pb");
        Path outside = Files.writeString(models.resolve("outside"), "graph");
        Files.delete(graph);
        Files.createSymbolicLink(graph, outside);
        ModelFolder model = ModelFolder.open(folder);

        var refusal = assertThrows(MetaTransformerException.class, () -> model.encoder(Map.of()));

        assertEquals(ErrorCode.BAD_MODEL, refusal.code());
        assertTrue(refusal.getMessage().contains("not a file inside the model's folder"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../heads", "Colours", ""})
    void a_part_has_a_plain_name(String name) throws IOException {
        edit(document -> ((ObjectNode) document.get("heads").get(0)).put("name", name));

        assertTrue(refusal().getMessage().contains("a name is 1 to 64 of"));
    }

    @Test
    void a_key_that_nobody_knows_is_refused_by_name() throws IOException {
        edit(document -> document.put("licence", "MIT"));

        assertEquals("model.json: key 'licence' is not known", refusal().getMessage());
    }

    @Test
    void a_key_that_is_missing_is_named() throws IOException {
        edit(document -> ((ObjectNode) document.get("encoder")).remove("heads"));

        assertEquals("key 'encoder.heads' is missing", refusal().getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"format\":1,\"format\":1}", "{} {}"})
    void a_manifest_that_is_no_manifest_is_refused(String text) throws IOException {
        Files.writeString(folder.resolve("model.json"), text);

        refusal();
    }

    /** Every value in turn is made null, a word, a negative number, a list of null. */
    @Test
    void whatever_stands_in_a_manifest_is_read_or_refused() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Path file = folder.resolve("model.json");
        String sound = Files.readString(file);
        int places = leaves(mapper.readTree(sound)).size();
        List<String> values = List.of("null", "\"x\"", "-1", "[null]", "{\"a\":null}");
        for (int place = 0; place < places; place++) {
            for (String value : values) {
                JsonNode document = mapper.readTree(sound);
                leaves(document).get(place).accept(mapper.readTree(value));
                Files.writeString(file, mapper.writeValueAsString(document));
                try {
                    ModelFolder.open(folder);
                } catch (MetaTransformerException refusal) {
                    assertEquals(ErrorCode.BAD_MODEL, refusal.code(), refusal.getMessage());
                }
            }
        }
    }

    /** Setters of every value below a node, containers too. */
    private static List<Consumer<JsonNode>> leaves(JsonNode node) {
        List<Consumer<JsonNode>> all = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(
                            property -> {
                                all.add(value -> object.set(property.getKey(), value));
                                all.addAll(leaves(property.getValue()));
                            });
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                all.add(value -> array.set(at, value));
                all.addAll(leaves(array.get(i)));
            }
        }
        return all;
    }

    @Test
    void another_format_is_refused() throws IOException {
        edit(document -> document.put("format", 2));

        assertEquals("format is 1 here, got 2", refusal().getMessage());
    }

    @Test
    void the_folder_and_the_model_have_one_name() throws IOException {
        Files.move(folder, models.resolve("renamed"));
        folder = models.resolve("renamed");

        assertTrue(refusal().getMessage().contains("'renamed' holds a model named 'base'"));
    }

    @Test
    void a_fingerprint_of_another_encoder_is_refused() throws IOException {
        edit(document -> ((ObjectNode) document.get("encoder")).put("fingerprint", "b".repeat(64)));

        assertTrue(refusal().getMessage().contains("fingerprint"));
    }

    @Test
    void a_fingerprint_that_the_exporter_wrote_is_the_models() throws IOException {
        ModelDraft draft = draft().replacing();
        Files.writeString(draft.encoder().resolve("fingerprint"), "c".repeat(64) + "\n");

        writer().write(draft, Progress.NONE);

        assertEquals("c".repeat(64), ModelFolder.open(folder).manifest().fingerprint());
    }

    @Test
    void a_tensor_of_unknown_origin_is_not_used() throws IOException {
        edit(
                document ->
                        ((ObjectNode) document.get("heads").get(0).get("weights").get(0))
                                .putArray("tensors")
                                .add("other"));
        ModelFolder model = ModelFolder.open(folder);
        PartInfo info = model.manifest().part(PartInfo.Kind.HEAD, "colours").orElseThrow();

        var refusal = assertThrows(MetaTransformerException.class, () -> model.open(info));

        assertEquals(ErrorCode.BAD_MODEL, refusal.code());
        assertTrue(refusal.getMessage().contains("'gain'"), refusal.getMessage());
    }

    @Test
    void a_head_of_the_same_name_is_replaced() {
        writer().addHead("base", "colours", head("other"), Map.of());

        ModelFolder model = ModelFolder.open(folder);
        PartInfo info = model.manifest().part(PartInfo.Kind.HEAD, "colours").orElseThrow();
        assertEquals(List.of("other"), List.copyOf(info.origins().keySet()));
        assertEquals(1, model.manifest().parts().size());
        assertFalse(model.hasChanged());
    }

    @Test
    void a_head_must_tell_where_its_tensors_came_from() {
        ModelPart silent = ModelPart.of("x", 4, Map.of(), head("gain").weights());

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> writer().addHead("base", "colours", silent, Map.of()));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
    }

    @Test
    void a_name_that_is_taken_is_refused_unless_it_shall_be_replaced() throws IOException {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> writer().write(draft(), Progress.NONE));
        writer().write(draft().description("anew").replacing(), Progress.NONE);

        assertEquals(ErrorCode.CONFLICT, refusal.code());
        assertEquals("anew", ModelFolder.open(folder).manifest().description());
    }

    @Test
    void a_draft_without_an_encoder_leaves_nothing_behind() throws IOException {
        ModelDraft draft = new ModelDraft("other", SHAPE, models.resolve("nowhere"), Map.of());
        List<Path> before = visible();

        assertThrows(MetaTransformerException.class, () -> writer().write(draft, Progress.NONE));

        assertEquals(before, visible());
    }

    private List<Path> visible() throws IOException {
        try (var all = Files.list(models)) {
            return all.sorted().toList();
        }
    }
}
