package io.metatransformer.modality.timeseries;

import static io.metatransformer.testkit.Within.assertClose;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.series.Feature;
import io.metatransformer.series.Frequency;
import io.metatransformer.series.Stamp;
import io.metatransformer.series.Times;
import io.metatransformer.testkit.Golden;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prepared series and weights to tokens, against the reference's {@code DataEmbedding}. */
class EmbeddingGoldenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "embed_none",
                "embed_none_600",
                "embed_none_len1",
                "embed_none_len2",
                "embed_none_len3",
                "embed_fixed_h",
                "embed_fixed_t",
                "embed_learned_h",
                "embed_timef_d",
                "embed_timef_h",
                "embed_wo_pos_timef_h",
            })
    void steps_become_the_tokens_of_the_reference(String name) {
        Golden golden = PreparationGoldenTest.golden(name);

        for (int item = 0; item < golden.shape("input.x")[0]; item++) {
            Tensor tokens = embed(golden, item, true);

            assertClose(name, slice(golden, "output.tokens", item), tokens, 5e-6, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embed_none", "embed_none_600", "embed_timef_h", "embed_fixed_t"})
    void own_positions_differ_from_the_table_of_the_reference_by_its_rounding_alone(String name) {
        Golden golden = PreparationGoldenTest.golden(name);
        Tensor expected = slice(golden, "output.tokens", 0);
        int width = expected.size(1);

        float[] tokens = embed(golden, 0, false).toArray();

        for (int t = 0; t < expected.size(0); t++) {
            assertClose(
                    name + " at " + t,
                    Arrays.copyOfRange(expected.toArray(), t * width, (t + 1) * width),
                    Arrays.copyOfRange(tokens, t * width, (t + 1) * width),
                    6e-6 + 1e-7 * t,
                    0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"patch_16_8", "patch_12_12"})
    void patches_become_the_tokens_of_the_reference(String name) {
        Golden golden = PreparationGoldenTest.golden(name);
        int channels = golden.integer("n_vars");
        Options options =
                options(
                        Map.of(
                                "embedding",
                                "patches",
                                "channels",
                                channels,
                                "patch_length",
                                golden.integer("patch_len"),
                                "patch_stride",
                                golden.integer("stride")));
        int width = golden.shape("output.tokens")[2];
        ModelPart part = ModelPart.of(name, width, Map.of(), golden.weights("weights."));

        try (PatchEmbedding embedding = new PatchEmbedding(part, options)) {
            double[] tokens = golden.doubles("output.tokens");
            int perItem = tokens.length / golden.shape("input.x")[0];
            for (int item = 0; item < golden.shape("input.x")[0]; item++) {
                SeriesInput series =
                        SeriesInput.prepare(
                                name, raw(golden, item, channels), options, Integer.MAX_VALUE);

                Tensor actual = embedding.embed(series);

                assertClose(
                        name + " normalised",
                        slice(golden, "intermediate.normalised", item).toArray(),
                        series.values(),
                        5e-6,
                        0);
                assertClose(
                        name,
                        Arrays.copyOfRange(tokens, item * perItem, (item + 1) * perItem),
                        actual,
                        7e-6,
                        0);
            }
        }
    }

    private static RawSeries raw(Golden golden, int item, int channels) {
        float[] x = slice(golden, "input.x", item).toArray();
        return new RawSeries(
                IntStream.range(0, channels).mapToObj(c -> "c" + c).toList(),
                IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    private static Tensor embed(Golden golden, int item, boolean withTable) {
        boolean marked = golden.text("has_mark").equals("true");
        Map<String, Object> config = new HashMap<>();
        config.put("channels", golden.integer("c_in"));
        config.put("temporal", golden.text("embed"));
        config.put("frequency", golden.text("freq"));
        config.put("position", !golden.text("class").contains("wo_pos"));
        Map<String, Tensor> weights = new HashMap<>();
        Weights given = golden.weights("weights.");
        given.names().forEach(tensor -> weights.put(tensor, given.get(tensor)));
        if (withTable) {
            int[] pe = golden.shape("intermediate.pe");
            weights.put(
                    "position_embedding.pe",
                    golden.tensor("intermediate.pe").reshape(1, pe[0], pe[1]));
        }
        int width = golden.shape("output.tokens")[2];
        ModelPart part = ModelPart.of("golden", width, config, Weights.of(weights));
        try (StepEmbedding embedding = new StepEmbedding(part, options(config))) {
            float[] values = slice(golden, "input.x", item).toArray();
            return embedding.embed(
                    new SeriesInput(
                            values,
                            Collections.nCopies(golden.integer("c_in"), "c"),
                            marked ? Optional.of(times(golden, item)) : Optional.empty(),
                            Frequency.of(golden.text("freq")),
                            Origin.named("golden")));
        }
    }

    /** Some times that give the marks or features of the file, which does not hold the times themselves. */
    private static Times times(Golden golden, int item) {
        Times.Builder times = new Times.Builder();
        boolean features = golden.text("embed").equals("timeF");
        int columns = golden.shape("input.mark")[2];
        double[] marks = golden.doubles("input.mark");
        int steps = golden.shape("input.mark")[1];
        for (int step = 0; step < steps; step++) {
            int from = (item * steps + step) * columns;
            double[] row = Arrays.copyOfRange(marks, from, from + columns);
            times.add(stamp(features ? ofFeatures(golden.text("freq"), row) : ofMarks(row)));
        }
        return times.build();
    }

    private static LocalDateTime ofMarks(double[] marks) {
        int minute = marks.length > 4 ? (int) marks[4] * 15 : 0;
        return search(
                time ->
                        time.getMonthValue() == marks[0]
                                && time.getDayOfMonth() == marks[1]
                                && time.getDayOfWeek().getValue() - 1 == marks[2],
                (int) marks[3],
                minute);
    }

    private static LocalDateTime ofFeatures(String frequency, double[] features) {
        List<Feature> named = Frequency.of(frequency).features();
        int hour =
                named.contains(Feature.HOUR)
                        ? (int) Math.round((features[named.indexOf(Feature.HOUR)] + 0.5) * 23)
                        : 0;
        return search(
                time ->
                        IntStream.range(0, features.length)
                                .allMatch(
                                        i -> Math.abs(named.get(i).of(time) - features[i]) < 1e-5),
                hour,
                0);
    }

    private static LocalDateTime search(Predicate<LocalDateTime> fits, int hour, int minute) {
        LocalDateTime time = LocalDateTime.of(2000, 1, 1, hour, minute);
        for (int day = 0; day < 366 * 28; day++) {
            if (fits.test(time.plusDays(day))) {
                return time.plusDays(day);
            }
        }
        throw new IllegalArgumentException("no such day");
    }

    private static Stamp stamp(LocalDateTime time) {
        return new Stamp(time.toEpochSecond(ZoneOffset.UTC), 0, 0, false);
    }

    private static Tensor slice(Golden golden, String name, int item) {
        int[] shape = golden.shape(name);
        int size = shape[1] * shape[2];
        float[] all = golden.tensor(name).toArray();
        return Tensor.of(
                Arrays.copyOfRange(all, item * size, (item + 1) * size), shape[1], shape[2]);
    }

    private static Options options(Map<String, Object> options) {
        return Options.of(SeriesOptions.declared(), options);
    }
}
