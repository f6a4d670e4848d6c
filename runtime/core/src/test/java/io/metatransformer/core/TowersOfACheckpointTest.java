package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.core.model.PartInfo;
import io.metatransformer.testkit.doubles.EchoEncoder;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a checkpoint stands beside its encoder, as CLIP's tower of texts does. */
class TowersOfACheckpointTest {
    @TempDir Path models;
    private MetaTransformer mt;

    @BeforeEach
    void open() {
        mt =
                MetaTransformer.builder()
                        .models(models)
                        .watch(false)
                        .with(new EchoEncoder())
                        .with(new Adopting(Runtimes.NUMBERS))
                        .with(new Tower())
                        .with(new PlainEmbedding())
                        .build();
    }

    @AfterEach
    void close() {
        mt.close();
    }

    private Map<String, Object> config(ModelDraft draft) {
        return mt.write(draft, Progress.NONE)
                .manifest()
                .part(PartInfo.Kind.TOKENIZER, Runtimes.OTHER.id())
                .orElseThrow()
                .config();
    }

    @Test
    void tensors_and_the_encoder_tell_its_options() {
        Map<String, Object> config = config(Runtimes.draft(models, "clip"));

        assertEquals(Map.of("max_tokens", Runtimes.WIDTH, "scale", 1e-5), config);
    }

    @Test
    void what_the_importer_sets_counts_more() {
        ModelDraft draft =
                Runtimes.draft(models, "clip").tokenizer(Runtimes.OTHER, Map.of("scale", 3));

        assertEquals(Map.of("max_tokens", Runtimes.WIDTH, "scale", 3), config(draft));
    }

    @Test
    void where_it_is_not_in_the_checkpoint_a_note_says_no_more_than_that() {
        ModelDraft draft =
                Runtimes.draft(models, "plain")
                        .rest(Weights.none(), new WeightOrigin.Imported("f", Runtimes.DIGEST));

        List<String> notes = mt.write(draft, Progress.NONE).notes();

        assertTrue(
                notes.contains("tokenizers/other is left out: the checkpoint has no tensor of it"),
                notes.toString());
    }

    @Test
    void behind_the_encoder_its_tokens_are_in_no_space() {
        mt.write(
                Runtimes.draft(models, "clip")
                        .space("clip-1")
                        .head("embedding", Map.of("space", "clip-1")),
                Progress.NONE);
        Input through = NumbersTokenizer.input(1);
        Input beside = NumbersTokenizer.input(1).as(Runtimes.OTHER);

        List<Prediction.Embedding> answers =
                mt.embed(Request.of(Item.of(through), Item.of(beside))).values();

        assertEquals(Optional.of("clip-1"), answers.get(0).space());
        assertEquals(Optional.empty(), answers.get(1).space());
    }

    /** A double that reads numbers with a tensor of the checkpoint, which says how many. */
    private static final class Tower implements Tokenizer {
        private final Tokenizer numbers = new Adopting(Runtimes.OTHER);

        @Override
        public Map<String, Object> configure(Weights adopted, Map<String, Object> encoder) {
            return Map.of(
                    "max_tokens", adopted.shape("proj.weight")[0], "scale", encoder.get("eps"));
        }

        @Override
        public boolean feedsEncoder() {
            return false;
        }

        @Override
        public Weights adopt(Weights checkpoint) {
            return numbers.adopt(checkpoint);
        }

        @Override
        public Modality modality() {
            return numbers.modality();
        }

        @Override
        public List<String> mediaTypes() {
            return numbers.mediaTypes();
        }

        @Override
        public boolean recognises(ByteBuffer head) {
            return false;
        }

        @Override
        public List<Option> options() {
            return numbers.options();
        }

        @Override
        public List<WeightSpec> weights(Options options, int width) {
            return numbers.weights(options, width);
        }

        @Override
        public TokenizerSession open(ModelPart part) {
            return numbers.open(part);
        }
    }
}
