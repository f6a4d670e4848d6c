package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModalityTest {

    @Test
    void the_reference_has_twelve() {
        assertEquals(12, new HashSet<>(Modality.REFERENCE).size());
        assertEquals(Modality.POINT_CLOUD, Modality.of("point-cloud"));
        assertEquals("point-cloud", Modality.POINT_CLOUD.toString());
    }

    @Test
    void a_plugin_may_bring_its_own() {
        assertEquals("smell.v2_beta", Modality.of("smell.v2_beta").id());
        assertEquals(64, Modality.of("a".repeat(64)).id().length());
        assertTrue(Modality.of("a").compareTo(Modality.of("b")) < 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Image", "-x", "../x", "a b", "a/b", "é", "a\n", "_x"})
    void an_id_that_cannot_stand_in_a_url_is_refused(String id) {
        Refusal.of(ErrorCode.INVALID_REQUEST, () -> Modality.of(id));
    }

    @Test
    void a_long_id_is_refused_without_repeating_it() {
        String message = Refusal.of(ErrorCode.INVALID_REQUEST, () -> Modality.of("a".repeat(65)));

        assertTrue(message.endsWith("'" + "a".repeat(40) + "…'"), message);
    }
}
