package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metatransformer.server.HttpCaller.Answer;
import io.vertx.core.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server takes those questions that the OpenAPI document describes, and no others. */
class DocumentedQuestionsTest {
    @TempDir static Path folder;
    private static Rig rig;

    @BeforeAll
    static void open() {
        rig = Rig.open(folder);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"inputs\":[\"#numbers 1\"]}",
                "{\"inputs\":[\"#numbers 1\"],\"model\":null,\"options\":null,\"encoding\":null,\"partial\":null}",
                "{\"inputs\":[{\"data\":\"I251bWJlcnMgMQ\",\"id\":\"a\",\"options\":{}}]}",
                "{\"inputs\":[{\"uri\":\"data:,%23numbers%201\"}]}",
                "{\"inputs\":[{\"fuse\":[\"#numbers 1\",{\"text\":\"#numbers 2\"}]}]}",
                "{\"inputs\":[\"#numbers 1\"],\"options\":{\"dtype\":\"int8\",\"truncate\":\"end\",\"pooling\":\"none\"}}",
                "{\"inputs\":[\"#numbers 1\"],\"encoding\":\"base64\",\"allow_random_weights\":true}",
            })
    void what_the_document_admits_is_answered(String question) {
        String modal = question.replaceFirst("\\{", "{\"modality\":\"numbers\",");

        assertEquals(List.of(), errors(modal));
        Answer answer = rig.http.json("/api/v1/embed", modal);
        assertEquals(200, answer.status(), answer.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "3",
                "{\"inputs\":null}",
                "{\"inputs\":[]}",
                "{\"inputs\":\"#numbers 1\"}",
                "{\"inputs\":[1]}",
                "{\"inputs\":[null]}",
                "{\"inputs\":[{}]}",
                "{\"inputs\":[{\"id\":\"a\"}]}",
                "{\"inputs\":[{\"text\":\"a\",\"data\":\"YQ==\"}]}",
                "{\"inputs\":[{\"text\":\"a\",\"fuse\":[\"b\"]}]}",
                "{\"inputs\":[{\"text\":null}]}",
                "{\"inputs\":[{\"text\":\"a\",\"colour\":\"red\"}]}",
                "{\"inputs\":[{\"text\":\"a\",\"options\":3}]}",
                "{\"inputs\":[{\"uri\":\"http://example.org/a.png\"}]}",
                "{\"inputs\":[{\"tensor\":{\"shape\":[1],\"data\":[1],\"base64\":\"AAAA\"}}]}",
                "{\"inputs\":[{\"tensor\":{\"base64\":\"AAAA\"}}]}",
                "{\"inputs\":[{\"tensor\":{\"sizes\":[1],\"data\":[1]}}]}",
                "{\"inputs\":[{\"table\":\"a\"}]}",
                "{\"inputs\":[{\"fuse\":[]}]}",
                "{\"inputs\":[{\"fuse\":[{\"fuse\":[\"a\"]}]}]}",
                "{\"inputs\":[\"a\"],\"head\":\"channels\"}",
                "{\"inputs\":[\"a\"],\"colour\":\"red\"}",
                "{\"inputs\":[\"a\"],\"model\":1}",
                "{\"inputs\":[\"a\"],\"encoding\":\"hex\"}",
                "{\"inputs\":[\"a\"],\"partial\":\"yes\"}",
                "{\"inputs\":[\"a\"],\"options\":[]}",
                "{\"inputs\":[\"a\"],\"options\":{\"dtype\":\"float8\"}}",
                "{\"inputs\":[\"a\"],\"options\":{\"truncate\":\"middle\"}}",
            })
    void what_the_document_excludes_is_refused(String question) {
        assertFalse(errors(question).isEmpty());
        Answer answer = rig.http.json("/api/v1/embed", question);
        assertEquals(400, answer.status(), answer.text());
        assertEquals("invalid-request", answer.problem());
    }

    private static List<String> errors(String question) {
        return Contract.errors("#/components/schemas/EmbedQuestion", Json.decodeValue(question));
    }
}
