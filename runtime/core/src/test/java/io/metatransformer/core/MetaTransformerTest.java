package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import org.junit.jupiter.api.Test;

class MetaTransformerTest {

    @Test
    void without_models_a_request_is_told_that_there_are_none() {
        try (MetaTransformer mt = MetaTransformer.builder().build()) {
            Request request = Request.of(Input.of(Modality.IMAGE, new byte[] {1}));

            var refusal = assertThrows(MetaTransformerException.class, () -> mt.embed(request));

            assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
            assertTrue(refusal.getMessage().contains("no model"), refusal.getMessage());
        }
    }
}
