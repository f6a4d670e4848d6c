package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tokenizer promises before it is opened, and of opening it. */
abstract class TokenizerServiceContract extends TokenizerSubject {
    private static final int HEAD_BYTES = 512;

    @Test
    void the_tokenizer_is_found_and_says_the_same_every_time() {
        Tokenizer first = service();
        Tokenizer second = service();
        Options options = Options.of(first.options(), config());

        assertEquals(first.modality(), second.modality());
        assertEquals(first.mediaTypes(), second.mediaTypes());
        assertEquals(first.options(), second.options());
        assertEquals(first.weights(options, width()), second.weights(options, width()));
    }

    @Test
    void its_media_types_are_well_formed_and_distinct() {
        List<String> types = service().mediaTypes();

        assertFalse(types.isEmpty(), "no media type: what does it read?");
        assertEquals(types.size(), new HashSet<>(types).size(), () -> "twice among " + types);
        for (String type : types) {
            assertTrue(
                    type.matches("[a-z]+/[a-z0-9][a-z0-9.+_-]*"),
                    () -> "'" + type + "' is no media type in lower case");
        }
    }

    @Test
    void it_recognises_its_formats_by_content_and_leaves_the_bytes_as_they_were() {
        for (Input sample : samples()) {
            if (sample.tensor().isEmpty() && hasSignature(sample)) {
                ByteBuffer head = sample.head(HEAD_BYTES).asReadOnlyBuffer();
                ByteBuffer before = head.duplicate();

                assertTrue(service().recognises(head), () -> sample + " is not recognised");
                assertEquals(before.position(), head.position(), "the position was moved");
                assertEquals(before.limit(), head.limit(), "the limit was moved");
            }
        }
    }

    @Test
    void it_recognises_neither_nothing_nor_other_bytes() {
        assertFalse(service().recognises(ByteBuffer.allocate(0)), "no bytes were recognised");
        assertFalse(
                service().recognises(ByteBuffer.wrap(DamagedInputs.otherBytes())),
                "bytes of no format were recognised");
        for (Input sample : samples()) {
            if (sample.tensor().isEmpty()) {
                for (int length = 0; length < 16; length++) {
                    service().recognises(sample.head(length)); // short heads must not throw
                }
            }
        }
    }

    @Test
    void its_options_are_well_declared() {
        OptionPromises.areWellDeclared(service().options());
    }

    @Test
    void its_weights_are_well_declared() {
        Options options = Options.of(service().options(), config());

        WeightPromises.areWellDeclared(service().weights(options, width()));
    }

    @Test
    void opening_checks_options() {
        OptionPromises.areCheckedOnOpening(
                service().options(),
                config(),
                config -> service().open(part(config, weights())).close());
    }

    @Test
    void opening_checks_weights() {
        WeightPromises.areCheckedOnOpening(
                specs(), weights(), weights -> service().open(part(config(), weights)));
    }

    @Test
    void opening_without_weights_names_all_that_are_missing() {
        WeightPromises.areAllNamedAtOnce(
                specs(), weights -> service().open(part(config(), weights)));
    }

    @Test
    void a_checkpoint_of_something_else_is_not_adopted() {
        assertEquals(List.of(), List.copyOf(service().adopt(ClosedForm.encoder(8, 1)).names()));
    }

    @Test
    void sessions_of_one_service_are_independent() {
        Tokenizer service = service();
        try (TokenizerSession stays = service.open(part())) {
            service.open(part()).close();

            samples().forEach(stays::tokenize);
        }
    }

    private List<WeightSpec> specs() {
        return service().weights(Options.of(service().options(), config()), width());
    }
}
