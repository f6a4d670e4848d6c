package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Progress;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.core.model.WrittenModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadsOfACheckpointTest {
    @TempDir Path models;

    @Test
    void a_head_whose_options_nobody_set_is_left_out_with_a_note() {
        try (MetaTransformer mt = Runtimes.over(models).with(new Labelled()).build()) {
            WrittenModel written = mt.write(Runtimes.draft(models, "one"), Progress.NONE);

            assertTrue(
                    written.notes().stream()
                            .anyMatch(note -> note.startsWith("heads/labelled is left out")),
                    written.notes().toString());
        }
    }

    @Test
    void a_head_that_was_asked_for_must_be_complete() {
        try (MetaTransformer mt = Runtimes.over(models).with(new Labelled()).build()) {
            var draft = Runtimes.draft(models, "one").head("labelled", Map.of("labels", "a,b"));

            var refusal =
                    assertThrows(
                            MetaTransformerException.class, () -> mt.write(draft, Progress.NONE));

            assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
            assertTrue(refusal.getMessage().contains("heads/labelled"), refusal.getMessage());
        }
    }

    /** A double that knows a tensor of the checkpoint as its own, and needs labels and a second tensor. */
    private static final class Labelled implements Head {
        @Override
        public String name() {
            return "labelled";
        }

        @Override
        public List<Option> options() {
            return List.of(Option.texts("labels", List.of(), "Names of the classes.").unset());
        }

        @Override
        public List<WeightSpec> weights(Options options, int width) {
            int labels = options.texts("labels").size();
            return List.of(
                    WeightSpec.required("loose", new WeightSpec.Constant(0), 1),
                    WeightSpec.required("second", new WeightSpec.Constant(0), labels));
        }

        @Override
        public Weights adopt(Weights checkpoint) {
            return checkpoint.renamed(name -> Optional.of(name).filter("loose"::equals));
        }

        @Override
        public HeadSession open(ModelPart part) {
            throw new AssertionError("nobody opens it here");
        }
    }
}
