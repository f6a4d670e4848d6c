package io.metatransformer.cli.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    @TempDir Path folder;

    @Test
    void a_modality_has_the_sample_that_the_list_names() throws IOException {
        Files.writeString(folder.resolve("samples.json"), "{\"image\": \"cat.png\"}");
        Files.write(folder.resolve("cat.png"), new byte[] {1});

        Samples samples = Samples.in(folder);

        assertEquals("cat.png", samples.of(Modality.IMAGE).orElseThrow().name());
        assertTrue(samples.of(Modality.of("morse")).isEmpty());
    }

    @Test
    void a_folder_without_a_list_is_told_so() {
        var refusal = assertThrows(MetaTransformerException.class, () -> Samples.in(folder));

        assertEquals(ErrorCode.IO_ERROR, refusal.code());
        assertTrue(refusal.getMessage().contains("samples.json"), refusal.getMessage());
    }

    @Test
    void a_list_that_is_no_json_is_malformed() throws IOException {
        Files.writeString(folder.resolve("samples.json"), "image: cat.png");

        var refusal = assertThrows(MetaTransformerException.class, () -> Samples.in(folder));

        assertEquals(ErrorCode.MALFORMED, refusal.code());
    }
}
