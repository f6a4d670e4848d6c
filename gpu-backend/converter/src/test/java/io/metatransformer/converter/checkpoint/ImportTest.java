package io.metatransformer.converter.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Progress;
import io.metatransformer.converter.EncoderExporter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file of another project to a SavedModel. */
class ImportTest {
    @TempDir private Path folder;

    private String export(String file) throws URISyntaxException {
        Path path = Path.of(ImportTest.class.getResource("/golden/encoder/pth/" + file).toURI());
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            ImportOptions options = ImportOptions.none().withHeads(2).withEps(1e-5);
            var encoder =
                    EncoderCheckpoint.read(checkpoint, options.withFinalNorm(false), Progress.NONE);
            return EncoderExporter.export(
                    encoder.config(), encoder.weights(), folder.resolve(file), Progress.NONE);
        }
    }

    @Test
    void one_encoder_has_one_fingerprint_in_whatever_container_it_comes() throws Exception {
        TreeSet<String> fingerprints = new TreeSet<>();

        for (String file :
                List.of(
                        "zip-f32.pth",
                        "legacy-f32.pth",
                        "zip-protocol5.pth",
                        "zip-one-storage.pth",
                        "zip-column-major.pth",
                        "zip-big-endian.pth",
                        "zip-vit-blocks.pth",
                        "legacy-deep-prefix.pth")) {
            fingerprints.add(export(file));
            assertTrue(Files.exists(folder.resolve(file).resolve("saved_model.pb")), file);
        }

        assertEquals(1, fingerprints.size(), fingerprints.toString());
    }

    @Test
    void a_whole_clip_becomes_a_saved_model_with_its_final_norm() {
        Towers.huggingFaceClip()
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder ->
                                EncoderExporter.export(
                                        encoder.config(),
                                        encoder.weights(),
                                        folder.resolve("encoder"),
                                        Progress.NONE));

        assertTrue(Files.exists(folder.resolve("encoder").resolve("saved_model.pb")));
    }
}
