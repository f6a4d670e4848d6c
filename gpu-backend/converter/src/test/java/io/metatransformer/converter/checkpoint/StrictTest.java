package io.metatransformer.converter.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Progress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An encoder file is the encoder, the whole encoder and nothing but the encoder, or a list of what is wrong. */
class StrictTest {
    private static final ImportOptions HEADS = ImportOptions.none().withHeads(2);

    @TempDir private Path folder;

    private static Path golden(String file) {
        try {
            return Path.of(StrictTest.class.getResource("/golden/encoder/pth/" + file).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static EncoderCheckpoint read(Checkpoint file, ImportOptions options) {
        return EncoderCheckpoint.read(file, options, Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strict-wrong-shape | '0.attn.qkv.weight' is [48, 17], expected [48, 16]",
                "strict-missing-key | '1.mlp.fc2.bias' is missing, expected [16]",
                "strict-unexpected-key | '0.ls1.gamma' [16] is not expected in a block",
                "strict-gap | blocks run from 0 to 5 but blocks 1, 2, 3, 4 are missing",
                "strict-int-weight | expected F32, F16, BF16 or F64"
            })
    void a_file_that_is_not_quite_an_encoder_is_refused_by_name(String file, String words) {
        try (Checkpoint checkpoint = Checkpoint.open(golden("hostile/" + file + ".pth"))) {
            String message = Written.refused(ErrorCode.BAD_WEIGHTS, () -> read(checkpoint, HEADS));

            Written.says(message, words, file + ".pth");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "zip-f32.pth, META_TRANSFORMER, ''",
        "legacy-f16.pth, META_TRANSFORMER, ''",
        "zip-bf16.pth, META_TRANSFORMER, ''",
        "zip-wrap-model.pth, META_TRANSFORMER, ''",
        "zip-wrap-state_dict-module.pth, META_TRANSFORMER, ''",
        "legacy-module.pth, META_TRANSFORMER, ''",
        "zip-vit-blocks.pth, TIMM, blocks.",
        "legacy-deep-prefix.pth, META_TRANSFORMER, encoder.blocks.",
        "zip-backbone-prefix.pth, TIMM, backbone.blocks."
    })
    void wrappers_and_prefixes_are_seen_through(String file, EncoderLayout layout, String prefix) {
        try (Checkpoint checkpoint = Checkpoint.open(golden(file))) {
            EncoderCheckpoint encoder = read(checkpoint, HEADS);

            assertEquals(layout, encoder.layout());
            assertEquals(prefix, encoder.prefix());
            assertEquals(16, encoder.config().dim());
            assertEquals(2, encoder.config().depth());
            assertEquals(64, encoder.config().hidden());
            encoder.weights().require(file, encoder.config().weights());
        }
    }

    @Test
    void every_problem_is_told_at_once() {
        Written file = Written.blocks("", 3, 8);
        file.tensors.remove("0.norm2.bias");
        file.tensors.remove("2.mlp.fc1.weight");
        file.with("1.attn.proj.weight", 8, 9)
                .with("1.norm1.bias", 8, 1)
                .with("1.attn.extra", 3)
                .with("head.weight", 10, 8);

        String message = file.refusal(folder, ErrorCode.BAD_WEIGHTS, HEADS);

        Written.says(
                message,
                "6 problems",
                "'0.norm2.bias' is missing, expected [8]",
                "'2.mlp.fc1.weight' is missing, expected [32, 8]",
                "'1.attn.proj.weight' is [8, 9], expected [8, 8]",
                "'1.norm1.bias' is [8, 1], expected [8]",
                "'1.attn.extra' [3] is not expected in a block",
                "'head.weight' [10, 8] is not expected outside the blocks");
    }

    @Test
    void a_whole_model_hands_over_what_is_left() {
        Written file = Written.blocks("blocks.", 1, 8).with("head.weight", 10, 8);

        file.read(
                folder,
                HEADS,
                encoder ->
                        assertEquals(List.of("head.weight"), List.copyOf(encoder.rest().names())));
        String message = file.refusal(folder, ErrorCode.BAD_WEIGHTS, HEADS.withStrict(true));

        Written.says(message, "'head.weight'");
    }

    @Test
    void a_part_of_a_block_that_nobody_reads_is_an_error_even_in_a_whole_model() {
        Written file = Written.blocks("blocks.", 2, 8).with("blocks.1.attn.q_norm.weight", 4);

        String message = file.refusal(folder, ErrorCode.BAD_WEIGHTS, HEADS);

        Written.says(message, "'blocks.1.attn.q_norm.weight' [4] is not expected in a block");
    }

    @Test
    void blocks_without_a_bias_for_queries_keys_and_values_are_a_model_of_their_own() {
        Written whole = Written.blocks("blocks.", 2, 8);
        whole.tensors.keySet().removeIf(name -> name.endsWith("qkv.bias"));
        Written bare = Written.blocks("", 2, 8);
        bare.tensors.keySet().removeIf(name -> name.endsWith("qkv.bias"));

        whole.read(folder, HEADS, encoder -> assertEquals(false, encoder.config().qkvBias()));
        String message = bare.refusal(folder, ErrorCode.BAD_WEIGHTS, HEADS);

        Written.says(message, "'0.attn.qkv.bias' is missing", "'1.attn.qkv.bias' is missing");
    }

    @Test
    void a_gap_says_which_blocks_are_missing() {
        Written file = Written.blocks("blocks.", 5, 8);
        file.tensors
                .keySet()
                .removeIf(name -> name.startsWith("blocks.2.") || name.startsWith("blocks.3."));

        String message = file.refusal(folder, ErrorCode.BAD_WEIGHTS, HEADS);

        Written.says(message, "1 problem:", "blocks run from 0 to 4 but blocks 2, 3 are missing");
    }

    @Test
    void a_hidden_width_that_is_no_multiple_is_told() {
        Written file = Written.blocks("", 1, 8);
        file.with("0.mlp.fc1.weight", 33, 8)
                .with("0.mlp.fc1.bias", 33)
                .with("0.mlp.fc2.weight", 8, 33);

        Written.says(file.refusal(folder, ErrorCode.BAD_WEIGHTS, HEADS), "hidden width of 33");
    }

    @Test
    void a_file_without_blocks_says_what_it_has() {
        Written file = new Written().with("conv1.weight", 3, 3).with("fc.bias", 3);

        String message = file.refusal(folder, ErrorCode.BAD_WEIGHTS, ImportOptions.none());

        Written.says(
                message,
                "no transformer blocks",
                "'conv1.weight'",
                "meta-transformer",
                "hf-dinov2");
    }

    @Test
    void two_encoders_in_one_file_are_a_question_that_a_prefix_answers() {
        Written file = Written.blocks("student.blocks.", 1, 8);
        file.tensors.putAll(Written.blocks("teacher.blocks.", 2, 8).tensors);

        String message = file.refusal(folder, ErrorCode.BAD_CONFIG, HEADS);

        Written.says(message, "'student.blocks.'", "'teacher.blocks.'", "prefix");
        file.read(
                folder,
                HEADS.withPrefix("teacher.blocks"),
                encoder -> assertEquals(2, encoder.config().depth()));
        Written.says(
                file.refusal(folder, ErrorCode.BAD_WEIGHTS, HEADS.withPrefix("nobody.")),
                "under 'nobody.'");
    }

    @Test
    void the_decoder_of_a_masked_autoencoder_is_left_aside() {
        Written file = Written.blocks("blocks.", 2, 8);
        file.tensors.putAll(Written.blocks("decoder_blocks.", 1, 4).tensors);

        file.read(
                folder,
                HEADS,
                encoder -> {
                    assertEquals("blocks.", encoder.prefix());
                    assertTrue(encoder.rest().names().contains("decoder_blocks.0.norm1.weight"));
                });
    }

    @Test
    void heads_come_from_the_width_or_must_be_told() {
        Written.blocks("", 1, 128)
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder -> assertEquals(2, encoder.config().heads()));

        Written.says(
                Written.blocks("", 1, 48)
                        .refusal(folder, ErrorCode.BAD_CONFIG, ImportOptions.none()),
                "48",
                "set heads");
        Written.blocks("", 1, 48)
                .refusal(folder, ErrorCode.BAD_CONFIG, ImportOptions.none().withHeads(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip-nan.pth"})
    void weights_that_are_not_finite_are_counted_by_name(String file) {
        try (Checkpoint checkpoint = Checkpoint.open(golden(file))) {
            List<String> warnings = read(checkpoint, HEADS).warnings();

            assertEquals(1, warnings.size());
            Written.says(warnings.get(0), "holds 1 value that is NaN or infinite");
        }
    }

    @Test
    void provenance_is_the_file_s_name_and_hash() {
        try (Checkpoint checkpoint = Checkpoint.open(golden("zip-f32.pth"))) {
            EncoderCheckpoint encoder = read(checkpoint, HEADS);

            assertEquals("zip-f32.pth", encoder.origin().source());
            assertEquals(
                    "7268eb17954a7ffbf408f4bcf6692f7babb712647ec226bff857c821e499467f",
                    encoder.origin().sha256());
        }
    }
}
