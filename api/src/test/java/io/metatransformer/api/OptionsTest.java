package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    private static final List<Option> DECLARED =
            List.of(
                    Option.flag("l2", true, "Scale to length 1"),
                    Option.integer("size", 224, 16, 1024, "px", "Side of the picture"),
                    Option.number("eps", 1e-6, 0, 1, "", "Added to the variance"),
                    Option.text("title", "none", "Shown above the answer").settablePerRequest(),
                    Option.choice("pool", "mean", List.of("mean", "cls"), "How rows become one"),
                    Option.numbers("mean", List.of(0.5, 0.5), "", "Subtracted per channel"),
                    Option.texts("labels", List.of("a"), "Names of the classes"),
                    Option.integer("top_k", 5, 1, 1_000_000_000_000L, "", "Labels answered")
                            .settablePerRequest(),
                    Option.text("vocabulary", "", "File of words").unset());

    @Test
    void what_is_not_set_has_its_default() {
        Options options = Options.defaults(DECLARED);

        assertTrue(options.flag("l2"));
        assertEquals(224, options.integer("size"));
        assertEquals(1e-6, options.number("eps"));
        assertEquals("none", options.text("title"));
        assertEquals("mean", options.text("pool"));
        assertEquals(List.of(0.5, 0.5), options.numbers("mean"));
        assertEquals(List.of("a"), options.texts("labels"));
        assertFalse(options.isSet("vocabulary"));
        assertEquals(DECLARED, options.declared());
    }

    @Test
    void values_come_as_json_gives_them() {
        Map<String, Object> json =
                Map.of(
                        "l2",
                        false,
                        "size",
                        32,
                        "eps",
                        1,
                        "pool",
                        "cls",
                        "mean",
                        List.of(1, 2.5),
                        "labels",
                        List.of("x", "y"),
                        "vocabulary",
                        "words.txt");

        Options options = Options.of(DECLARED, json);

        assertFalse(options.flag("l2"));
        assertEquals(32, options.integer("size"));
        assertEquals(1.0, options.number("eps"));
        assertEquals("cls", options.text("pool"));
        assertEquals(List.of(1.0, 2.5), options.numbers("mean"));
        assertEquals(List.of("x", "y"), options.texts("labels"));
        assertEquals("words.txt", options.text("vocabulary"));
    }

    @Test
    void values_come_as_a_url_or_command_line_gives_them() {
        Map<String, String> words =
                Map.of("l2", "false", "size", "32", "mean", "1, 2.5", "labels", "x, y");

        Options options = Options.of(DECLARED, words);

        assertFalse(options.flag("l2"));
        assertEquals(32, options.integer("size"));
        assertEquals(List.of(1.0, 2.5), options.numbers("mean"));
        assertEquals(List.of("x", "y"), options.texts("labels"));
        assertEquals(List.of(), Options.of(DECLARED, Map.of("labels", "")).texts("labels"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "l2 | yes | true or false",
                "size | 15 | a number from 16 to 1024 px",
                "size | 1025 | a number from 16 to 1024 px",
                "size | 16.5 | a whole number from 16 to 1024 px",
                "size | big | a number from 16 to 1024 px",
                "eps | NaN | a number from 0 to 1",
                "eps | -Infinity | a number from 0 to 1",
                "pool | max | one of mean, cls",
                "mean | 1,x | a number",
            })
    void a_value_that_is_not_accepted_is_told_what_would_be(
            String name, String value, String accepted) {
        String message =
                Refusal.of(ErrorCode.BAD_CONFIG, () -> Options.of(DECLARED, Map.of(name, value)));

        assertTrue(message.startsWith("option '" + name + "' takes " + accepted), message);
    }

    @Test
    void values_of_another_kind_are_refused() {
        for (Object value : List.of(Map.of(), List.of(List.of()), Map.of("a", 1))) {
            for (Option option : DECLARED) {
                Refusal.of(
                        ErrorCode.BAD_CONFIG,
                        () -> Options.of(DECLARED, Map.of(option.name(), value)));
            }
        }
    }

    @Test
    void an_unknown_option_is_told_which_there_are() {
        String message =
                Refusal.of(ErrorCode.BAD_CONFIG, () -> Options.of(DECLARED, Map.of("siez", 224)));

        assertTrue(message.contains("'siez'") && message.contains("l2, size, eps"), message);
    }

    @Test
    void a_request_sets_what_is_open_to_it_on_top_of_the_model() {
        Options model = Options.of(DECLARED, Map.of("size", 32, "top_k", 3));

        Options request = model.withRequest(Map.of("top_k", 7));

        assertEquals(7, request.integer("top_k"));
        assertEquals(32, request.integer("size"));
        assertEquals(3, model.integer("top_k"));
        String message =
                Refusal.of(ErrorCode.BAD_CONFIG, () -> model.withRequest(Map.of("size", 16)));
        assertTrue(message.contains("'size' belongs to the model"), message);
    }

    @Test
    void null_is_as_if_it_were_not_given() {
        Map<String, Object> given = new HashMap<>();
        given.put("size", null);

        assertEquals(224, Options.of(DECLARED, given).integer("size"));
    }

    @Test
    void a_number_past_the_range_of_an_int_is_refused_where_one_is_read() {
        Options options = Options.of(DECLARED, Map.of("top_k", 3_000_000_000L));

        assertTrue(
                Refusal.of(ErrorCode.BAD_CONFIG, () -> options.integer("top_k"))
                        .contains("3000000000"));
    }

    @Test
    void what_must_be_set_is_named() {
        Options options = Options.defaults(DECLARED);

        assertEquals(
                "option 'vocabulary' must be set",
                Refusal.of(ErrorCode.BAD_CONFIG, () -> options.text("vocabulary")));
    }

    @Test
    void a_plugin_that_asks_for_what_it_did_not_declare_is_told_so() {
        Options options = Options.defaults(DECLARED);

        Refusal.of(ErrorCode.PLUGIN_ERROR, () -> options.text("width"));
        Refusal.of(ErrorCode.PLUGIN_ERROR, () -> options.number("size"));
        Refusal.of(ErrorCode.PLUGIN_ERROR, () -> options.texts("mean"));
        Refusal.of(
                ErrorCode.PLUGIN_ERROR,
                () -> Options.defaults(List.of(DECLARED.get(0), DECLARED.get(0))));
    }

    @Test
    void values_cannot_be_changed_from_outside() {
        Options options = Options.defaults(DECLARED);

        assertThrows(UnsupportedOperationException.class, () -> options.asMap().put("size", 3L));
        assertThrows(UnsupportedOperationException.class, () -> options.numbers("mean").add(1.0));
    }
}
