package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What every service promises of its options. */
final class OptionPromises {
    static final String UNKNOWN = "no_such_option";

    private OptionPromises() {}

    /** Names, descriptions and ranges can be shown to people; defaults are among the accepted values. */
    static void areWellDeclared(List<Option> options) {
        for (Option option : options) {
            String name = option.name();
            assertTrue(name.matches("[a-z][a-z0-9_]*"), () -> "'" + name + "' is not lower_case");
            assertFalse(
                    ModelPart.DESCRIPTION.contains(name),
                    () -> "'" + name + "' describes a part and cannot be an option");
            assertFalse(option.description().isBlank(), () -> "'" + name + "' has no description");
            assertEquals(
                    option.type() == Option.Type.CHOICE,
                    !option.choices().isEmpty(),
                    () -> "'" + name + "': choices belong to the type CHOICE");
            option.min()
                    .ifPresent(
                            min ->
                                    assertTrue(
                                            option.max().orElse(min) >= min,
                                            () -> "'" + name + "' has min above max"));
            option.defaultValue()
                    .ifPresent(
                            value ->
                                    assertEquals(
                                            value,
                                            Options.of(List.of(option), Map.of(name, value))
                                                    .asMap()
                                                    .get(name),
                                            () -> "'" + name + "' does not accept its default"));
        }
        Options.defaults(options); // refuses two of one name
    }

    /** A part's configuration with an option that nobody declared, or with a value of no type, is refused. */
    static void areCheckedOnOpening(
            List<Option> options, Map<String, Object> good, Consumer<Map<String, Object>> open) {
        Refused.naming(
                UNKNOWN,
                ErrorCode.BAD_CONFIG,
                "an option that is not declared",
                () -> open.accept(with(good, UNKNOWN, 1)));
        for (Option option : options) {
            Refused.naming(
                    option.name(),
                    ErrorCode.BAD_CONFIG,
                    "an option given a map",
                    () -> open.accept(with(good, option.name(), Map.of("no", "value"))));
        }
    }

    /** A request may set the options that are open to it, and no others. */
    static void areCheckedOnRequest(List<Option> options, Consumer<Map<String, Object>> call) {
        Refused.naming(
                UNKNOWN,
                ErrorCode.BAD_CONFIG,
                "a request with an option that is not declared",
                () -> call.accept(Map.of(UNKNOWN, 1)));
        for (Option option : options) {
            if (!option.perRequest()) {
                Object value = option.defaultValue().orElse("1");
                Refused.naming(
                        option.name(),
                        ErrorCode.BAD_CONFIG,
                        "a request with an option of the model",
                        () -> call.accept(Map.of(option.name(), value)));
            } else {
                Refused.naming(
                        option.name(),
                        ErrorCode.BAD_CONFIG,
                        "a request with an option given a map",
                        () -> call.accept(Map.of(option.name(), Map.of("no", "value"))));
            }
        }
    }

    private static Map<String, Object> with(Map<String, Object> config, String name, Object value) {
        Map<String, Object> more = new HashMap<>(config);
        more.put(name, value);
        return more;
    }
}
