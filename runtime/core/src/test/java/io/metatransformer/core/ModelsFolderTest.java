package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.core.model.ModelWriter;
import io.metatransformer.core.model.WrittenModel;
import io.metatransformer.core.plugin.Catalogue;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsFolderTest {
    @TempDir Path models;

    private static Request one() {
        return Request.of(NumbersTokenizer.input(1));
    }

    private static ModelInfo.State state(MetaTransformer mt, String model) {
        return mt.models().stream()
                .filter(info -> info.name().equals(model))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void every_installed_plugin_takes_its_tensors_and_the_rest_is_reported() {
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            WrittenModel written = mt.write(Runtimes.draft(models, "base"), Progress.NONE);

            assertEquals(Set.of("loose"), written.unclaimed());
            assertEquals(
                    List.of("numbers", "other"),
                    written.manifest().parts().stream().map(p -> p.name()).toList());
            assertTrue(
                    written.notes().stream()
                            .anyMatch(note -> note.startsWith("tokenizers/unweighted is left out")),
                    written.notes()::toString);
        }
    }

    @Test
    void tensors_that_do_not_fit_are_refused_and_nothing_is_written() {
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            Weights wrong =
                    Weights.of(
                            Map.of(
                                    "numbers_embed.proj.weight",
                                    Tensor.of(new float[] {1, 2, 3}, 3)));
            ModelDraft draft =
                    Runtimes.draft(models, "base")
                            .rest(wrong, new WeightOrigin.Imported("x", Runtimes.DIGEST));

            var refusal =
                    assertThrows(
                            MetaTransformerException.class, () -> mt.write(draft, Progress.NONE));

            assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
            assertTrue(refusal.getMessage().contains("tokenizers/numbers"), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("[3], expected [4]"), refusal.getMessage());
            assertEquals(List.of(), mt.models());
        }
    }

    @Test
    void a_model_is_loaded_by_its_first_request_or_by_name() throws Exception {
        Runtimes.write(models, "base");
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            assertEquals(ModelInfo.State.UNLOADED, state(mt, "base"));

            mt.embed(one()).values();
            assertEquals(ModelInfo.State.READY, state(mt, "base"));

            mt.unload("base");
            assertEquals(ModelInfo.State.UNLOADED, state(mt, "base"));

            mt.load("base").toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertEquals(ModelInfo.State.READY, state(mt, "base"));
            assertEquals(
                    List.of(OptionalInt.of(64), OptionalInt.of(64)),
                    mt.modalities().stream()
                            .flatMap(info -> info.models().stream())
                            .map(ModalityInfo.Use::maxTokens)
                            .toList(),
                    "loading by name opens what the model brings");
        }
    }

    @Test
    void the_default_model_is_the_only_one_or_the_chosen_one() {
        Runtimes.write(models, "one");
        Runtimes.write(models, "two");
        try (MetaTransformer mt = Runtimes.over(models).build();
                MetaTransformer chosen = Runtimes.over(models).defaultModel("two").build()) {

            var refusal = assertThrows(MetaTransformerException.class, () -> mt.embed(one()));

            assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
            assertTrue(refusal.getMessage().contains("one, two"), refusal.getMessage());
            assertEquals("one", mt.embed(one().withModel("one")).provenance().model());
            assertEquals("two", chosen.embed(one()).provenance().model());
        }
    }

    @Test
    void a_tampered_model_fails_to_load_and_says_which_file() throws Exception {
        Path base = Runtimes.write(models, "base");
        Files.writeString(base.resolve("encoder/saved_model.pb"), "grapH");
        try (MetaTransformer mt = Runtimes.over(models).build()) {

            var refusal = assertThrows(MetaTransformerException.class, () -> mt.embed(one()));

            assertEquals(ErrorCode.BAD_MODEL, refusal.code());
            assertTrue(refusal.getMessage().contains("encoder/saved_model.pb"));
            assertEquals(ModelInfo.State.FAILED, state(mt, "base"));
            assertTrue(
                    mt.models()
                            .get(0)
                            .problem()
                            .orElseThrow()
                            .message()
                            .contains("encoder/saved_model.pb"));

            Files.writeString(base.resolve("encoder/saved_model.pb"), "graph");
            mt.refresh();
            assertEquals(0, mt.embed(one()).refused());
        }
    }

    @Test
    void a_broken_folder_is_shown_and_asked_for_in_vain() throws IOException {
        Path base = Runtimes.write(models, "base");
        Files.delete(base.resolve("encoder/saved_model.pb"));
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            assertEquals(ModelInfo.State.BROKEN, state(mt, "base"));

            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> mt.embed(one().withModel("base")));

            assertEquals(ErrorCode.BAD_MODEL, refusal.code());
            assertEquals("model 'base': encoder/saved_model.pb is missing", refusal.getMessage());
        }
    }

    @Test
    void a_folder_that_appears_changes_and_leaves_is_followed() throws Exception {
        try (MetaTransformer mt = Runtimes.over(models).watch(true).build()) {
            Runtimes.write(models, "late");
            Awaitility.await().until(() -> !mt.models().isEmpty());
            assertEquals(1, mt.embed(one()).values().get(0).vectors().data().get(0));

            try (MetaTransformer other = Runtimes.over(models).build()) {
                Weights doubled =
                        Weights.of(
                                Map.of(
                                        "numbers_embed.proj.weight",
                                        Tensor.of(new float[] {2, 4, 6, 8}, 4)));
                other.write(
                        Runtimes.draft(models, "late")
                                .rest(doubled, new WeightOrigin.Imported("y", Runtimes.DIGEST))
                                .replacing(),
                        Progress.NONE);
            }
            Awaitility.await()
                    .until(() -> mt.embed(one()).values().get(0).vectors().data().get(0) == 2);

            Files.move(models.resolve("late"), models.resolve(".gone"));
            Awaitility.await().until(() -> mt.models().isEmpty());
        }
    }

    @Test
    void the_runtime_is_ready_when_the_models_it_needs_are() {
        try (MetaTransformer mt = Runtimes.over(models).preload("base").watch(true).build()) {
            assertFalse(mt.readiness().isReady());
            assertEquals("base", mt.readiness().waiting().get(0).name());

            Runtimes.write(models, "base");
            Awaitility.await().until(() -> mt.readiness().isReady());

            assertEquals(ModelInfo.State.READY, state(mt, "base"));
        }
    }

    @Test
    void the_catalogue_shows_what_models_bring() {
        Runtimes.write(models, "base");
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            ModalityInfo before = mt.modalities().get(0);
            mt.embed(one()).values();
            ModalityInfo numbers = mt.modalities().get(0);

            assertEquals(OptionalInt.empty(), before.models().get(0).maxTokens());
            assertEquals(OptionalInt.of(64), numbers.models().get(0).maxTokens());
            assertEquals(Map.of("imported", 1), numbers.models().get(0).weights());
            assertEquals(List.of("text/x-numbers"), numbers.mediaTypes());
            assertEquals(List.of("max_tokens", "scale", "position"), names(numbers));
            assertEquals(List.of("embedding"), mt.heads().stream().map(HeadInfo::name).toList());
            assertEquals(List.of(true), mt.encoders().stream().map(EncoderInfo::chosen).toList());
            ModelInfo model = mt.models().get(0);
            assertEquals(
                    "Apache-2.0", model.manifest().orElseThrow().licence().orElseThrow().weights());
            assertTrue(model.memoryBytes() > 0);
        }
    }

    private static List<String> names(ModalityInfo info) {
        return info.options().stream().map(option -> option.name()).toList();
    }

    @Test
    void a_trained_head_is_at_hand_as_soon_as_it_is_added() {
        Runtimes.write(models, "base");
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            Weights gain = Weights.of(Map.of("gain", Tensor.of(new float[] {3, 3, 3, 3}, 4)));
            mt.addHead(
                    "base",
                    "triple",
                    new ModelPart(
                            "trained",
                            4,
                            Map.of("head", "mean"),
                            gain,
                            Map.of("gain", new WeightOrigin.Trained("run-1")),
                            Optional.empty()));

            Reply<Prediction> reply = mt.predict("triple", one());
            var missing =
                    assertThrows(MetaTransformerException.class, () -> mt.predict("mean", one()));

            assertEquals(Map.of("trained", 1), reply.provenance().parts().get(2).weights());
            assertEquals(ErrorCode.BAD_WEIGHTS, missing.code());
            HeadInfo info = mt.heads().get(1);
            assertEquals("triple", info.name());
            assertEquals("mean", info.service());
        }
    }

    @Test
    void a_head_is_asked_about_tokens_of_its_own_tokenizer_and_others_are_not() {
        Runtimes.write(models, "base");
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            Map<Modality, ModelPart> own =
                    Map.of(Runtimes.NUMBERS, trained("proj.weight", 10, 10, 10, 10));
            writer().addHead("base", "own", gain(), own);
            writer().addHead("base", "shared", gain(), Map.of());
            mt.refresh();

            float[] before = vector(mt.predict("own", one()));
            mt.unload("base");
            mt.load("base").toCompletableFuture().join();

            assertEquals(10, before[3]);
            assertEquals(10, vector(mt.predict("own", one()))[3]);
            assertEquals(4, vector(mt.predict("shared", one()))[3]);
            assertEquals(4, mt.tokenize(one()).values().get(0).tokens().data().get(3));
        }
    }

    private ModelWriter writer() {
        return new ModelWriter(models, new Catalogue(Map.of(), Map.of(), Map.of()));
    }

    private static ModelPart gain() {
        ModelPart gain = trained("gain", 1, 1, 1, 1);
        return new ModelPart(
                "trained",
                4,
                Map.of("head", "mean"),
                gain.weights(),
                gain.origins(),
                gain.folder());
    }

    private static ModelPart trained(String tensor, float... values) {
        return new ModelPart(
                "trained",
                4,
                Map.of(),
                Weights.of(Map.of(tensor, Tensor.of(values, values.length))),
                Map.of(tensor, new WeightOrigin.Trained("run-1")),
                Optional.empty());
    }

    private static float[] vector(Reply<Prediction> reply) {
        return ((Prediction.Embedding) reply.values().get(0)).vectors().toArray();
    }

    @Test
    void a_model_unloaded_under_load_loses_no_request() throws Exception {
        Runtimes.write(models, "base");
        var encoder = new Overridden.EncoderDouble((inner, batch) -> inner.encode(batch));
        try (MetaTransformer mt = Runtimes.over(models, encoder).build()) {
            for (int i = 0; i < 100; i++) {
                var reply =
                        mt.embedAsync(
                                Request.of(NumbersTokenizer.input(1), NumbersTokenizer.input(2)));
                mt.unload("base");
                assertEquals(0, reply.toCompletableFuture().get(10, TimeUnit.SECONDS).refused());
            }
            mt.unload("base");
            Awaitility.await().until(() -> encoder.open.get() == 0);
        }
    }
}
