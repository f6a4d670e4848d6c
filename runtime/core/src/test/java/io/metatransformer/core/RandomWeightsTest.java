package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Progress;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.core.model.Licence;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomWeightsTest {
    @TempDir Path models;

    private static Input unweighted() {
        return NumbersTokenizer.input(1, 2).as(Runtimes.UNWEIGHTED);
    }

    @Test
    void a_modality_without_weights_is_refused_with_what_to_do() {
        Runtimes.write(models, "base");
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            Reply<Prediction.Embedding> reply = mt.embed(Request.of(unweighted()));

            MetaTransformerException refusal = reply.answers().get(0).refusal().orElseThrow();
            assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
            assertTrue(refusal.getMessage().contains("'unweighted'"), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("import"), refusal.getMessage());
        }
    }

    @Test
    void missing_weights_are_drawn_on_demand_and_the_reply_says_so() {
        Runtimes.write(models, "base");
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            Request request = Request.of(unweighted()).withRandomWeightsAllowed();

            Reply<Prediction.Embedding> first = mt.embed(request);
            Reply<Prediction.Embedding> again = mt.embed(request);
            Reply<Prediction.Embedding> without = mt.embed(Request.of(unweighted()));

            assertTrue(first.provenance().usesRandomWeights());
            assertEquals(Map.of("random", 1), first.provenance().parts().get(0).weights());
            assertEquals(first.values(), again.values());
            assertEquals(1, without.refused(), "one request must not open the door for the next");
        }
    }

    @Test
    void drawn_weights_are_the_same_in_every_process() {
        Runtimes.write(models, "base");
        List<Prediction.Embedding> first;
        try (MetaTransformer mt = Runtimes.over(models).allowRandomWeights(true).build()) {
            first = mt.embed(Request.of(unweighted())).values();
        }
        try (MetaTransformer mt = Runtimes.over(models).allowRandomWeights(true).build()) {
            assertEquals(first, mt.embed(Request.of(unweighted())).values());
        }
    }

    @Test
    void weights_drawn_at_import_are_recorded_and_need_the_same_permission() {
        ModelDraft draft = Runtimes.draft(models, "base").drawMissing(42);
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            mt.write(draft, Progress.NONE);

            Reply<Prediction.Embedding> refused = mt.embed(Request.of(unweighted()));
            Reply<Prediction.Embedding> trained = mt.embed(Request.of(NumbersTokenizer.input(1)));
            Reply<Prediction.Embedding> allowed =
                    mt.embed(Request.of(unweighted()).withRandomWeightsAllowed());

            assertEquals(
                    ErrorCode.BAD_WEIGHTS, refused.answers().get(0).refusal().orElseThrow().code());
            assertFalse(trained.provenance().usesRandomWeights());
            assertTrue(allowed.provenance().usesRandomWeights());
            assertEquals(
                    new WeightOrigin.Random(42),
                    mt.models().get(0).manifest().orElseThrow().parts().stream()
                            .filter(part -> part.name().equals("unweighted"))
                            .findFirst()
                            .orElseThrow()
                            .origins()
                            .get("proj.weight"));
        }
    }

    @Test
    void an_encoder_drawn_at_random_is_refused_before_it_is_loaded() {
        var encoder = new Overridden.EncoderDouble((inner, batch) -> inner.encode(batch));
        try (MetaTransformer mt = Runtimes.over(models, encoder).build()) {
            mt.write(
                    new ModelDraft(
                            "toy",
                            Runtimes.shape(),
                            Runtimes.encoder(models),
                            Map.of("0.norm1.weight", new WeightOrigin.Random(7))),
                    Progress.NONE);
            Request request = Request.of(unweighted());

            var refusal = assertThrows(MetaTransformerException.class, () -> mt.embed(request));

            assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
            assertEquals(0, encoder.open.get());
            assertEquals(0, mt.embed(request.withRandomWeightsAllowed()).refused());
        }
    }

    @Test
    void an_embedding_keeps_its_space_only_if_all_that_made_it_belongs_there() {
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            mt.write(
                    Runtimes.draft(models, "clip")
                            .space("clip-1")
                            .head("embedding", Map.of("space", "clip-1"))
                            .tokenizer(Runtimes.OTHER, Map.of("space", "else")),
                    Progress.NONE);
            Input aligned = NumbersTokenizer.input(1);
            Input stranger = NumbersTokenizer.input(1).as(Runtimes.OTHER);

            Reply<Prediction.Embedding> reply =
                    mt.embed(
                            Request.of(
                                    Item.of(aligned),
                                    Item.of(stranger),
                                    Item.of(aligned, stranger),
                                    Item.of(aligned, aligned)));

            assertEquals(Optional.of("clip-1"), reply.values().get(0).space());
            assertEquals(Optional.empty(), reply.values().get(1).space());
            assertEquals(Optional.empty(), reply.values().get(2).space());
            assertEquals(Optional.of("clip-1"), reply.values().get(3).space());
        }
    }

    @Test
    void a_licence_that_forbids_commercial_use_can_be_made_a_refusal() {
        try (MetaTransformer mt = Runtimes.over(models).requireCommercialUse(true).build()) {
            mt.write(
                    Runtimes.draft(models, "free")
                            .licence(new Licence("CC-BY-NC-4.0", Optional.empty(), false)),
                    Progress.NONE);

            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> mt.embed(Request.of(NumbersTokenizer.input(1))));

            assertTrue(refusal.getMessage().contains("commercial"), refusal.getMessage());
        }
    }
}
