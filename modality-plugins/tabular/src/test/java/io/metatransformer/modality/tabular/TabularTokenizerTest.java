package io.metatransformer.modality.tabular;

import static io.metatransformer.modality.tabular.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TabularTokenizerTest {
    static final String SCHEMA =
            "{\"format\":\"metatransformer-tabular-schema\",\"version\":1,\"id_mode\":\"offset\","
                    + "\"columns\":[{\"name\":\"job\",\"kind\":\"categorical\",\"vocabulary\":[\"clerk\",\"cook\"]},"
                    + "{\"name\":\"smokes\",\"kind\":\"categorical\",\"vocabulary\":[\"true\",\"false\"]},"
                    + "{\"name\":\"age\",\"kind\":\"continuous\",\"fill\":40,\"mean\":40,\"scale\":10}],"
                    + "\"missing\":[\"\",\"?\"]}";
    private static final int WIDTH = 8;
    private static final TabularTokenizer TOKENIZER = new TabularTokenizer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "age,job,smokes\n50,clerk,true\n",
                "\uFEFFsmokes,more,job,age\r\ntrue,x,clerk,5e1\r\n",
                "[{\"age\":50,\"job\":\"clerk\",\"smokes\":true}]",
                "{\"age\":50.0,\"job\":\"clerk\",\"smokes\":true}\n",
                "{\"rows\":[{\"job\":\"clerk\",\"smokes\":true,\"age\":\"50\"}]}",
                "{\"columns\":{\"job\":[\"clerk\"],\"smokes\":[true],\"age\":[50]}}",
            })
    void one_record_gives_the_same_tokens_in_every_form(String text) {
        try (TokenizerSession session = open(Map.of())) {
            Tensor expected = session.tokenize(text("job,smokes,age\nclerk,true,50\n")).tokens();

            assertEquals(expected, session.tokenize(text(text)).tokens());
        }
    }

    @Test
    void tokens_are_the_categorical_columns_then_the_continuous_ones() {
        try (TokenizerSession session = open(Map.of("class_token", true))) {
            Segment segment =
                    session.tokenize(text("age,job,smokes\n50,cook,maybe\n")).segments().get(0);

            assertEquals(new Layout.Rows(3), segment.layout());
            assertEquals(1, segment.specialTokens());
            assertEquals("job", segment.origin().fact("column.0").orElseThrow());
            assertEquals("age", segment.origin().fact("column.2").orElseThrow());
            assertEquals("1", segment.origin().fact("unseen").orElseThrow());
            assertArrayEquals(
                    new float[] {1}, segment.origin().arrays().get("continuous").toArray());
        }
    }

    @Test
    void categories_are_numbered_through_all_columns_and_an_unknown_one_is_nothing() {
        try (TokenizerSession session = open(Map.of())) {
            assertArrayEquals(
                    new float[] {2, 3}, categories(session, "age,job,smokes\n50,cook,true\n"));
            assertArrayEquals(
                    new float[] {0, 4}, categories(session, "age,job,smokes\n50,king,false\n"));
        }
    }

    private static float[] categories(TokenizerSession session, String table) {
        Segment segment = session.tokenize(text(table)).segments().get(0);
        return segment.origin().arrays().get("categories").toArray();
    }

    @Test
    void an_unknown_word_and_no_value_are_the_zero_vector_whatever_the_table_holds() {
        try (TokenizerSession session = open(Map.of())) {
            for (String word : List.of("pilot", "?", "")) {
                float[] tokens =
                        session.tokenize(text("age,job,smokes\n40," + word + ",true\n"))
                                .tokens()
                                .toArray();

                assertArrayEquals(new float[WIDTH], Arrays.copyOf(tokens, WIDTH));
            }
        }
    }

    @Test
    void no_number_is_the_mean_of_training() {
        try (TokenizerSession session = open(Map.of())) {
            assertEquals(
                    session.tokenize(text("age,job,smokes\n40,cook,true\n")).tokens(),
                    session.tokenize(text("[{\"age\":null,\"job\":\"cook\",\"smokes\":true}]"))
                            .tokens());
        }
    }

    @Test
    void a_table_of_several_rows_needs_to_be_told_which() {
        Input two = text("age,job,smokes\n40,cook,true\n50,clerk,false\n");

        try (TokenizerSession session = open(Map.of())) {
            Tensor first = session.tokenize(two.withOptions(Map.of("row", 0))).tokens();
            Tensor second = session.tokenize(two.withOptions(Map.of("row", 1))).tokens();

            assertNotEquals(first, second);
            assertEquals(
                    second, session.tokenize(text("age,job,smokes\n50,clerk,false\n")).tokens());
            assertRefused(ErrorCode.INVALID_REQUEST, "2 rows", () -> session.tokenize(two));
            assertRefused(
                    ErrorCode.INDEX_OUT_OF_RANGE,
                    "the table has 2",
                    () -> session.tokenize(two.withOptions(Map.of("row", 2))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'age,job\n1,cook\n', SCHEMA_MISMATCH, 'smokes'",
        "'age,job,job,smokes\n1,cook,cook,true\n', SCHEMA_MISMATCH, twice",
        "'age,job,smokes\nforty,cook,true\n', SCHEMA_MISMATCH, 'forty'",
        "'age,job,smokes\n1e999,cook,true\n', NON_FINITE, 'age'",
        "'age,job,smokes\n1e300,cook,true\n', NON_FINITE, 'age'",
        "'age,job,smokes\n', EMPTY_INPUT, no rows",
        "'age,job,smokes\n1,cook\n', MALFORMED, line 2",
        "'[]', EMPTY_INPUT, no rows",
        "'[{\"age\":1', MALFORMED, line 1",
        "'[{\"age\":[1]}]', SCHEMA_MISMATCH, a field takes",
        "'{\"columns\":{\"age\":[1],\"job\":[]}}', MALFORMED, 'job'",
        "'{\"columns\":{\"age\":[1],\"job\":[\"cook\"],\"smokes\":[true]},\"x\":1}', SCHEMA_MISMATCH, the end",
        "'{\"columns\":{}}', EMPTY_INPUT, no rows"
    })
    void tables_that_do_not_fit_are_refused(String table, ErrorCode code, String words) {
        try (TokenizerSession session = open(Map.of())) {
            assertRefused(code, words, () -> session.tokenize(text(table)));
        }
    }

    @ParameterizedTest
    @CsvSource({"ragged.csv, MALFORMED, line 2", "text_in_number.csv, SCHEMA_MISMATCH, 'hours'"})
    void bad_files_are_refused_with_the_expected_code(String file, ErrorCode code, String words)
            throws IOException {
        Map<String, Object> config = Map.of("schema", TabularGoldenTest.text("schema.json"));

        try (TokenizerSession session = open(config)) {
            Input input = TabularGoldenTest.input("bad/" + file);

            assertRefused(code, words, () -> session.tokenize(input));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', BAD_CONFIG, metatransformer-tabular-schema",
        "'[1]', BAD_CONFIG, metatransformer-tabular-schema",
        "'{\"format\":\"metatransformer-tabular-schema\",\"version\":2}', UNSUPPORTED, 2.0",
        "'{\"format\":\"metatransformer-tabular-schema\",\"version\":1}', MALFORMED, 'columns'",
    })
    void schemas_of_another_form_are_refused(String schema, ErrorCode code, String words) {
        assertRefused(code, words, () -> open(Map.of("schema", schema)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cook\" | \"clerk\" | twice",
                "\"scale\":10 | \"scale\":0 | a scale above 0",
                "\"scale\":10 | \"scale\":\"10\" | 'scale'",
                "\"smokes\" | \"job\" | there twice",
                "\"continuous\" | \"other\" | a kind is",
                "\"offset\" | \"other\" | id_mode",
                "\"name\":\"smokes\" | \"first_id\":7,\"name\":\"smokes\" | must have 3",
                "\"job\" | 5 | 'name'",
            })
    void schemas_that_contradict_themselves_are_refused(String from, String to, String words) {
        String schema = SCHEMA.replace(from, to);

        assertRefused(ErrorCode.MALFORMED, words, () -> open(Map.of("schema", schema)));
    }

    @Test
    void a_model_needs_a_schema() {
        assertRefused(
                ErrorCode.BAD_CONFIG,
                "'schema'",
                () -> TOKENIZER.open(ModelPart.of("m", WIDTH, Map.of(), Weights.none())));
    }

    @Test
    void two_columns_that_differ_in_a_dot_cannot_have_tables_of_their_own() {
        String schema = SCHEMA.replace("\"job\"", "\"a.b\"").replace("\"smokes\"", "\"a_b\"");

        assertRefused(
                ErrorCode.BAD_CONFIG,
                "emb_layer_a_b",
                () -> open(Map.of("schema", schema, "shared_embed", true)));
    }

    @Test
    void a_learned_schema_can_be_sorted_and_can_take_no_value_for_a_word() {
        String table = "w,n\nb,1\n,2\na,3\n";
        Map<String, Object> config =
                Map.of(
                        "learn_order", "sorted",
                        "learn_missing_as_word", true,
                        "learn_continuous", "n");

        Schema schema = learned(table, config);

        assertEquals(List.of("", "a", "b"), schema.categorical().get(0).vocabulary().words());
        assertTrue(schema.categorical().get(0).missingIsWord());
        assertEquals(2, schema.continuous().get(0).mean());
    }

    @Test
    void numbers_of_few_values_are_categories_and_of_many_are_not() {
        StringBuilder table = new StringBuilder("few,many\n");
        for (int row = 0; row < 200; row++) {
            table.append(row % 199).append(',').append(row).append('\n');
        }

        Schema schema = learned(table.toString(), Map.of());

        assertEquals("few", schema.categorical().get(0).name());
        assertEquals("many", schema.continuous().get(0).name());
    }

    @Test
    void a_schema_of_columns_that_are_not_there_cannot_be_learned() {
        assertRefused(
                ErrorCode.SCHEMA_MISMATCH,
                "'z'",
                () -> learned("a\n1\n", Map.of("learn_ignored", "z")));
    }

    @Test
    void a_checkpoint_of_the_library_gives_its_embeddings() {
        Tensor any = Tensor.of(new float[] {1}, 1);
        String prefix = "deeptabular.0.cat_and_cont_embed.";

        Weights adopted =
                TOKENIZER.adopt(
                        Weights.of(
                                Map.of(
                                        prefix + "cat_embed.embed.weight",
                                        any,
                                        prefix + "cont_norm.num_batches_tracked",
                                        any,
                                        "deeptabular.1.weight",
                                        any)));

        assertEquals(Set.of("cat_and_cont_embed.cat_embed.embed.weight"), adopted.names());
    }

    @Test
    void tables_in_json_are_recognised_by_content() {
        assertTrue(TOKENIZER.recognises(bytes(" {\"rows\" : [{}]}")));
        assertTrue(TOKENIZER.recognises(bytes("{\"columns\":{\"a\":[1]}}")));
        assertFalse(TOKENIZER.recognises(bytes("{\"values\":[[1]]}")));
        assertFalse(TOKENIZER.recognises(bytes("a,b\n1,2\n")));
    }

    private static Schema learned(String table, Map<String, Object> config) {
        Options options = Options.of(TOKENIZER.options(), config);
        return SchemaText.parse((String) TOKENIZER.learn(text(table), options).get("schema"));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Input text(String text) {
        return Input.of(Modality.TABULAR, bytes(text));
    }

    @Test
    void a_table_is_drawn_as_its_columns_and_rows_from_the_one_that_is_read_on() {
        StringBuilder table = new StringBuilder("job,<i>age\n");
        for (int row = 0; row < 30; row++) {
            table.append("clerk").append(row).append(',').append(row).append('\n');
        }
        Input input = Input.of(Modality.TABULAR, table.toString().getBytes(StandardCharsets.UTF_8));
        try (TokenizerSession session = open(Map.of())) {
            Preview first = session.preview(input).orElseThrow();
            Preview later = session.preview(input.withOptions(Map.of("row", 25))).orElseThrow();

            assertTrue(svg(first).contains("&lt;i&gt;age"), svg(first));
            assertTrue(svg(first).contains(">clerk0<") && svg(first).contains(">clerk9<"));
            assertEquals("30 rows of 2 columns, of which rows 0 to 9", first.caption());
            assertTrue(svg(later).contains(">clerk25<") && !svg(later).contains(">clerk9<"));
            assertEquals("30 rows of 2 columns, of which rows 25 to 29", later.caption());
            assertRefused(
                    ErrorCode.INDEX_OUT_OF_RANGE,
                    "no row 30",
                    () -> session.preview(input.withOptions(Map.of("row", 30))));
        }
    }

    private static String svg(Preview preview) {
        return StandardCharsets.UTF_8.decode(preview.bytes()).toString();
    }

    private static TokenizerSession open(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(Map.of("schema", SCHEMA));
        all.putAll(config);
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : TOKENIZER.weights(Options.of(TOKENIZER.options(), all), WIDTH)) {
            drawn.put(spec.name(), spec.draw(7));
        }
        return TOKENIZER.open(ModelPart.of("test/tabular", WIDTH, all, Weights.of(drawn)));
    }
}
