package io.metatransformer.tables;

import static io.metatransformer.tables.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    @Test
    void quotes_line_ends_and_a_byte_order_mark_are_read_as_rfc_4180_has_them() {
        String csv = "\uFEFFa,b\r\n\"x \"\"y\"\", z\",\"two\nlines\"\n";

        assertEquals(List.of(List.of("a", "b"), List.of("x \"y\", z", "two\nlines")), rows(csv));
    }

    @Test
    void blank_lines_are_skipped_and_still_counted() {
        try (CsvRows rows = open("a\n\n1\n", CsvDialect.standard())) {
            rows.next();
            rows.next();

            assertEquals(3, rows.line());
        }
    }

    @Test
    void fields_are_separated_as_the_dialect_says() {
        CsvDialect tabs = new CsvDialect('\t', '.', Set.of(), false);

        try (CsvRows rows = open("a,b\tc", tabs)) {
            rows.next();

            assertEquals(List.of("a,b", "c"), rows.fields());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n3\n", "a,b\n1,2\n3,4,5\n"})
    void a_row_of_another_length_is_refused_with_its_line(String csv) {
        assertRefused(ErrorCode.MALFORMED, "line 3", () -> rows(csv));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,\"2\n3,4\n", "a,b\n1,\"", "a,b\n1,\"2\"\"\n"})
    void a_quote_that_stays_open_is_refused_with_the_line_where_it_opened(String csv) {
        assertRefused(ErrorCode.MALFORMED, "line 2", () -> rows(csv));
    }

    @Test
    void text_after_a_closing_quote_is_refused() {
        assertRefused(
                ErrorCode.MALFORMED,
                "line 2 has text after a closing quote",
                () -> rows("a,b\n\"1\"x,2\n"));
    }

    @Test
    void a_doubled_quote_at_the_end_of_a_field_leaves_nothing_open() {
        assertEquals("\"", rows("\"\"\"\"").get(0).get(0));
    }

    @Test
    void too_many_or_too_long_fields_are_refused_before_they_are_stored() {
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED, "more than 4096 fields", () -> rows(",".repeat(5000)));
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "line 2",
                () -> rows("a,b\n1," + "2".repeat(1 << 21) + "\n"));
    }

    @Test
    void bytes_that_are_not_utf8_are_refused_with_their_offset_or_replaced_if_asked() {
        ByteBuffer latin1 =
                ByteBuffer.wrap("a\nM\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1));
        CsvDialect replacing = new CsvDialect(',', '.', Set.of(), true);

        assertRefused(
                ErrorCode.ENCODING,
                "byte 3",
                () -> rows(CsvRows.open("x", latin1, CsvDialect.standard())));
        assertEquals("M\uFFFDller", rows(CsvRows.open("x", latin1, replacing)).get(1).get(0));
    }

    @Test
    void characters_beyond_the_basic_plane_survive_every_buffer_boundary() {
        String faces = "\uD83D\uDE00".repeat(20_000);

        assertEquals(faces, rows("x" + faces).get(0).get(0).substring(1));
    }

    private static CsvRows open(String csv, CsvDialect dialect) {
        return CsvRows.open("x", ByteBuffer.wrap(csv.getBytes(StandardCharsets.UTF_8)), dialect);
    }

    private static List<List<String>> rows(String csv) {
        return rows(open(csv, CsvDialect.standard()));
    }

    private static List<List<String>> rows(CsvRows rows) {
        List<List<String>> all = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                all.add(rows.fields());
            }
        }
        return all;
    }
}
