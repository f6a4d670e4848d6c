package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Options;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a head promises before it is opened, and of opening it. */
abstract class HeadServiceContract extends HeadSubject {

    @Test
    void the_head_is_found_and_says_the_same_every_time() {
        Head first = service();
        Head second = service();
        Options options = options();

        assertTrue(
                first.name().matches("[a-z0-9][a-z0-9._-]*"),
                () -> "'" + first.name() + "' cannot stand in a URL");
        assertEquals(first.options(), second.options());
        assertEquals(first.weights(options, width()), second.weights(options, width()));
    }

    @Test
    void its_options_are_well_declared() {
        OptionPromises.areWellDeclared(service().options());
    }

    @Test
    void its_weights_are_well_declared() {
        WeightPromises.areWellDeclared(specs());
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
        Head service = service();
        try (HeadSession stays = service.open(part(config(), weights()))) {
            service.open(part(config(), weights())).close();

            samples().forEach(stays::predict);
        }
    }
}
