package io.metatransformer.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A long series becomes windows, in order of time. */
class SeriesWindowsTest {
    @TempDir Path folder;

    private Path series(int rows) throws IOException {
        StringBuilder text = new StringBuilder("date,a,b,odd\n");
        for (int r = 0; r < rows; r++) {
            text.append(String.format("2025-03-%02d,%d,%d,%d%n", r + 1, r, 100 + r, r % 5 / 4));
        }
        return Files.writeString(folder.resolve("s.csv"), text);
    }

    private static DataSet reader(Map<String, ?> head, String... targets) {
        SeriesForm form = SeriesForm.of(head, List.of(targets), Optional.of(1));
        return new DataSet(Modality.TIME_SERIES, Map.of(), List.of(targets)).asSeries(form);
    }

    private static String text(Example example) {
        Input input = ((Item.Raw) example.item()).inputs().get(0);
        return StandardCharsets.UTF_8.decode(input.bytes(1 << 20)).toString();
    }

    @Test
    void a_window_is_read_and_what_follows_it_is_answered() throws IOException {
        DataSet reader = reader(Map.of("input", "3", "horizon", 2));

        List<Example> windows = reader.read(series(10));

        assertEquals(6, windows.size());
        assertEquals("s.csv rows 2 to 4", windows.get(1).name());
        assertEquals(
                "date,a,b,odd\r\n2025-03-02,1,101,0\r\n2025-03-03,2,102,0\r\n2025-03-04,3,103,0\r\n",
                text(windows.get(1)));
        var next = (Target.Continuation) windows.get(1).target();
        assertArrayEquals(new float[] {4, 104, 1, 5, 105, 0}, next.values().toArray());
        assertArrayEquals(new float[] {1, 101, 0, 2, 102, 0, 3, 103, 0}, next.past().toArray());
        assertEquals(7, next.season(), "days");
    }

    @Test
    void the_last_share_is_kept_apart_and_its_answers_are_not_seen_before() throws IOException {
        DataSet reader = reader(Map.of("input", 3, "horizon", 2), "b").forFit();

        DataSet.Parts parts = reader.parts(series(20), Optional.empty(), 0.3);

        assertEquals("s.csv rows 10 to 12", last(parts.training()).name());
        assertArrayEquals(
                new float[] {112, 113},
                ((Target.Continuation) last(parts.training()).target()).values().toArray());
        Example first = parts.validation().get(0);
        assertEquals("s.csv rows 12 to 14", first.name(), "what is read may lie before");
        assertArrayEquals(
                new float[] {114, 115}, ((Target.Continuation) first.target()).values().toArray());
        var learning = parts.learning().orElseThrow();
        assertEquals(3, learning.options().get("channels"));
        Input whole = learning.whole().apply(parts.training());
        String text = StandardCharsets.UTF_8.decode(whole.bytes(1 << 20)).toString();
        assertTrue(text.contains("2025-03-14,13") && !text.contains("2025-03-15"), text);
    }

    private static Example last(List<Example> examples) {
        return examples.get(examples.size() - 1);
    }

    @Test
    void windows_with_a_gap_in_their_answer_are_left_out() throws IOException {
        Path file = Files.writeString(folder.resolve("g.csv"), "a\n1\n2\nNA\n4\n5\n6\n7\n8\n");

        List<Example> windows = reader(Map.of("input", 2, "horizon", 1)).read(file);

        List<String> names = windows.stream().map(Example::name).toList();
        assertEquals(
                List.of(
                        "g.csv rows 2 to 3",
                        "g.csv rows 3 to 4",
                        "g.csv rows 4 to 5",
                        "g.csv rows 5 to 6",
                        "g.csv rows 6 to 7"),
                names);
        var next = (Target.Continuation) windows.get(0).target();
        assertArrayEquals(new float[] {2, 2}, next.past().toArray(), "a gap holds the last value");
    }

    @Test
    void what_is_hidden_is_not_in_the_file_that_is_read() throws IOException {
        DataSet reader = reader(Map.of("answer", "impute", "input", 8, "hidden_share", "0.5"));

        Example window = reader.read(series(12)).get(2);

        var target = (Target.Hidden) window.target();
        String[] lines = text(window).split("\r\n");
        int hidden = 0;
        for (int step = 0; step < 8; step++) {
            String[] fields = lines[step + 1].split(",", -1);
            for (int c = 0; c < 3; c++) {
                boolean gone = fields[c + 1].isEmpty();
                assertEquals(gone ? 1 : 0, target.hidden().data().get(step * 3 + c));
                hidden += gone ? 1 : 0;
            }
        }
        assertTrue(hidden > 4 && hidden < 20, hidden + " of 24");
        assertEquals(102, target.values().data().get(1));
        assertEquals(text(window), text(reader.read(series(12)).get(2)), "drawn by the window");
    }

    @Test
    void unusual_steps_are_learnt_without_their_labels_and_measured_by_them() throws IOException {
        Map<String, ?> head = Map.of("answer", "anomaly", "input", 4);

        DataSet.Parts parts = reader(head, "odd").parts(series(20), Optional.empty(), 0.4);

        assertTrue(parts.training().get(0).target() instanceof Target.Hidden);
        assertTrue(!text(parts.training().get(0)).contains("odd"));
        var labels = (Target.PointLabels) parts.validation().get(0).target();
        assertArrayEquals(new float[] {0, 0, 1, 0}, labels.classes().toArray());
    }

    @Test
    void what_is_no_series_or_too_short_for_a_window_is_refused() throws IOException {
        Path words = Files.writeString(folder.resolve("w.csv"), "a,b\n1,x\n2,y\n");

        var noNumber = refusal(() -> reader(Map.of("input", 1)).read(words));
        assertEquals(ErrorCode.SCHEMA_MISMATCH, noNumber.code());
        assertTrue(noNumber.getMessage().contains("line 2 has 'x' as 'b'"), noNumber.getMessage());
        var tooShort = refusal(() -> reader(Map.of()).read(series(20)));
        assertEquals(ErrorCode.TOO_SHORT, tooShort.code());
        assertTrue(tooShort.getMessage().contains("window of 120"), tooShort.getMessage());
        var channel = refusal(() -> reader(Map.of("input", 2, "horizon", 2), "c").read(series(20)));
        assertTrue(channel.getMessage().contains("no channel 'c'"), channel.getMessage());
        assertEquals(ErrorCode.BAD_CONFIG, refusal(() -> reader(Map.of("input", "many"))).code());
    }

    private interface Call {
        void run() throws IOException;
    }

    private static MetaTransformerException refusal(Call call) {
        return assertThrows(MetaTransformerException.class, call::run);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-03-01T00:00|2025-03-01T01:00, 24",
        "2025-03-01 00:00:00|2025-03-01 00:15:00, 96",
        "2025-03-01|2025-03-02, 7",
        "2025-01-01|2025-02-01|2025-03-01, 12",
        "2025-01-01|2025-04-01, 4",
        "2025-01-06|2025-01-13, 52",
        "1700000000|1700003600, 24",
        "yesterday|today, 1",
        "2025-01-01, 1"
    })
    void the_distance_of_steps_tells_the_season(String times, int season) {
        assertEquals(season, SeriesSeason.of(new ArrayList<>(List.of(times.split("\\|")))));
    }
}
