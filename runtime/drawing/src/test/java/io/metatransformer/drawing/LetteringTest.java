package io.metatransformer.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.awt.FontMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetteringTest {
    private static final String HOSTILE =
            "<svg onload=alert(1)>\u0000\n\u202e\ud800\u200d" + "\ud83d\ude00".repeat(10_000);

    @Test
    void a_text_is_cut_to_its_room_between_whole_characters() {
        FontMetrics metrics = new Sheet(1, 1, "", "").pen.getFontMetrics(Lettering.PLAIN);

        for (int room : new int[] {0, 1, 20, 100, 1000}) {
            String cut = Lettering.cut("\ud83d\ude00".repeat(200), metrics, room);

            assertTrue(metrics.stringWidth(cut) <= Math.max(room, metrics.stringWidth("…")), cut);
            assertEquals(
                    cut, new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
        assertEquals("as it is", Lettering.cut("as it is", metrics, 1000));
    }

    @Test
    void what_breaks_or_turns_a_line_becomes_a_space() {
        assertEquals("a b c d", Lettering.line("a\nb\u202ec\u0007d"));
    }

    @Test
    void labels_of_strangers_stay_within_the_sheet() {
        var label = new Prediction.Label(HOSTILE, 0, 0.5f);
        var box = new Prediction.Box(0, 0, 10, 10, label);
        var values = Tensor.of(new float[] {1, 2}, 2, 1);
        List<Prediction> answers =
                List.of(
                        new Prediction.Classes(List.of(label), true),
                        new Prediction.Boxes(List.of(box)),
                        new Prediction.Mask(Tensor.of(new float[1], 1, 1), List.of(HOSTILE)),
                        new Prediction.PointLabels(Tensor.of(new float[1], 1), List.of(HOSTILE)),
                        new Prediction.Values(values, List.of(HOSTILE), List.of("no time", "")),
                        new Prediction.Text(HOSTILE.repeat(20)));

        for (Prediction answer : answers) {
            byte[] png = Drawing.png(HOSTILE, answer, Optional.<Backdrop>empty());

            assertTrue(png.length < 1 << 20, () -> answer.getClass() + ": " + png.length);
        }
    }

    @Test
    void a_java_without_fonts_says_what_to_install(@TempDir Path folder) throws Exception {
        Path none = folder.resolve("fonts.properties");
        Files.writeString(none, "version=1\n");

        String said = drawnBy(none);

        assertTrue(said.contains("IO_ERROR") && said.contains("install fontconfig"), said);
    }

    /** In a process of its own, since a JVM looks for fonts once. */
    private static String drawnBy(Path fonts) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.awt.headless=true",
                                "-Dsun.awt.fontconfig=" + fonts,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Drawer.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        return said;
    }

    /** Draws one answer. */
    public static final class Drawer {
        private Drawer() {}

        public static void main(String[] arguments) {
            Drawing.png("a.png", new Prediction.Text("words"), Optional.empty());
        }
    }
}
