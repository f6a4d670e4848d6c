package io.metatransformer.workshop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThirdPartiesTest {
    private static final String BILL =
            """
            {"components": [
              {"group": "io.metatransformer", "name": "metatransformer-api", "version": "1",
               "purl": "pkg:maven/io.metatransformer/metatransformer-api@1?type=jar",
               "licenses": [{"license": {"id": "Apache-2.0"}}]},
              {"group": "org.else", "name": "two", "version": "2.1",
               "purl": "pkg:maven/org.else/two@2.1?classifier=linux-x86_64&type=jar",
               "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "LGPL, version 2.1"}}],
               "externalReferences": [{"type": "website", "url": "https://else.example"}]},
              {"group": "org.else", "name": "silent", "version": "3",
               "purl": "pkg:maven/org.else/silent@3?type=jar"}
            ]}
            """;

    @Test
    void every_jar_of_others_is_listed_with_all_of_its_licences() throws IOException {
        List<String> lines =
                ThirdParties.list(
                        bill(), List.of("metatransformer-api-1.jar", "two-2.1-linux-x86_64.jar"));

        assertEquals(
                "two-2.1-linux-x86_64.jar  MIT or LGPL, version 2.1  org.else  https://else.example",
                lines.get(lines.size() - 1));
        assertEquals(3, lines.size());
    }

    @Test
    void a_jar_that_holds_native_code_of_another_licence_says_so() throws IOException {
        String ffmpeg =
                """
                {"components": [
                  {"group": "org.bytedeco", "name": "ffmpeg", "version": "7",
                   "purl": "pkg:maven/org.bytedeco/ffmpeg@7?classifier=linux-x86_64&type=jar",
                   "licenses": [{"license": {"id": "Apache-2.0"}}]}
                ]}
                """;

        List<String> lines =
                ThirdParties.list(
                        new ObjectMapper().readTree(ffmpeg), List.of("ffmpeg-7-linux-x86_64.jar"));

        assertTrue(lines.get(2).contains("inside: FFmpeg, LGPL"), lines.get(2));
    }

    @Test
    void a_jar_without_a_licence_and_a_jar_that_nobody_knows_stop_the_build() throws IOException {
        JsonNode bill = bill();

        var refusal =
                assertThrows(
                        IllegalStateException.class,
                        () -> ThirdParties.list(bill, List.of("silent-3.jar", "stray.jar")));

        assertTrue(refusal.getMessage().contains("[silent-3.jar, stray.jar]"));
    }

    private static JsonNode bill() throws IOException {
        return new ObjectMapper().readTree(BILL);
    }
}
