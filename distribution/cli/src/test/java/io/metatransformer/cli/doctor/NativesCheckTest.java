package io.metatransformer.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesCheckTest {

    @Test
    void the_classifiers_of_native_jars_are_read_from_the_class_path() {
        String classPath =
                String.join(
                        File.pathSeparator,
                        "lib/tensorflow-core-native-1.1.0.jar",
                        "lib/tensorflow-core-native-1.1.0-linux-x86_64.jar",
                        "lib/tensorflow-core-native-1.1.0-linux-x86_64-gpu.jar",
                        "lib/tensorflow-core-api-1.1.0.jar");

        assertEquals(
                List.of("linux-x86_64", "linux-x86_64-gpu"), NativesCheck.nativeJars(classPath));
    }

    @Test
    void a_jar_of_another_platform_is_told_from_the_one_that_is_missing() {
        Finding finding = NativesCheck.classifier(List.of("macosx-arm64"), "linux-x86_64");

        assertEquals(Finding.Level.BAD, finding.level());
        assertTrue(finding.detail().contains("macosx-arm64"), finding.detail());
        assertTrue(
                finding.detail().contains("tensorflow-core-native-1.1.0-linux-x86_64.jar"),
                finding.detail());
    }

    @Test
    void the_cpu_and_the_gpu_library_must_not_meet() {
        Finding finding =
                NativesCheck.classifier(
                        List.of("linux-x86_64", "linux-x86_64-gpu"), "linux-x86_64");

        assertEquals(Finding.Level.BAD, finding.level());
        assertTrue(finding.detail().contains("keep one"), finding.detail());
    }

    @Test
    void a_cache_that_cannot_be_written_is_told_the_way_out(@TempDir Path folder)
            throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        Finding finding = NativesCheck.cache(file.resolve("cache"));

        assertEquals(Finding.Level.BAD, finding.level());
        assertTrue(finding.detail().contains("METATRANSFORMER_CACHE"), finding.detail());
    }
}
