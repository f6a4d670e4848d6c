package io.metatransformer.head.forecasting;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.HeadContract;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;

/** The promises of every head, kept by each of its tasks. */
class ForecastingHeadContractTest {
    private static final int STEPS = 12;

    abstract static class Contract extends HeadContract {
        @Override
        protected String name() {
            return "forecasting";
        }

        @Override
        protected int width() {
            return SampleSeries.WIDTH;
        }

        abstract Map<String, Object> chosen();

        @Override
        protected Map<String, Object> config() {
            Map<String, Object> config = new TreeMap<>(chosen());
            config.put("channels", SampleSeries.CHANNELS);
            config.put("names", List.of("warmth", "pressure"));
            return config;
        }

        @Override
        protected List<Features> samples() {
            return List.of(SampleSeries.features(0, STEPS), SampleSeries.features(100, STEPS));
        }

        @Override
        protected List<Features> unreadable() {
            Tensor rows = Tensor.of(new float[4 * SampleSeries.WIDTH], 4, SampleSeries.WIDTH);
            Origin none = Origin.named("picture");
            Segment picture = new Segment(Modality.IMAGE, 0, 0, new Layout.Grid(2, 2), none);
            Segment one = new Segment(Modality.TIME_SERIES, 0, 0, new Layout.Series(2), none);
            return List.of(
                    Features.of(rows, List.of(picture)),
                    Features.of(rows, List.of(one, one.shifted(2))));
        }
    }

    @Nested
    class Flattened extends Contract {
        @Override
        Map<String, Object> chosen() {
            return Map.of("horizon", 3, "start", "last");
        }

        @Override
        protected Weights weights() {
            return flattened(3 * SampleSeries.CHANNELS, STEPS * SampleSeries.WIDTH);
        }
    }

    @Nested
    class Decoded extends Contract {
        @Override
        Map<String, Object> chosen() {
            return Map.of("decoder", "decoder", "horizon", 3, "label", 5, "hidden", 16, "heads", 2);
        }

        @Override
        protected Weights weights() {
            return decoded(config());
        }
    }

    @Nested
    class DecodedWithLearnedTables extends Contract {
        @Override
        Map<String, Object> chosen() {
            return Map.of(
                    "decoder",
                    "decoder",
                    "horizon",
                    3,
                    "label",
                    0,
                    "hidden",
                    16,
                    "heads",
                    1,
                    "temporal",
                    "learned",
                    "layers",
                    2);
        }

        @Override
        protected Weights weights() {
            return decoded(config());
        }
    }

    @Nested
    class GapsFilled extends Contract {
        @Override
        Map<String, Object> chosen() {
            return Map.of("answer", "impute");
        }
    }

    @Nested
    class Anomalies extends Contract {
        @Override
        Map<String, Object> chosen() {
            return Map.of("answer", "anomaly");
        }
    }

    /** Weights whose sizes the declaration leaves open. */
    static Weights flattened(int out, int in) {
        float[] weight = new float[out * in];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) Math.sin(i);
        }
        return Weights.of(
                Map.of(
                        FlattenDecoder.LINEAR + ".weight", Tensor.of(weight, out, in),
                        FlattenDecoder.LINEAR + ".bias", Tensor.of(new float[out], out)));
    }

    static Weights decoded(Map<String, Object> config) {
        var layout = ForecastingOptions.from(Options.of(new ForecastingHead().options(), config));
        var series = SeriesTokens.of("test", SampleSeries.WIDTH, SampleSeries.features(0, STEPS));
        var content = AttentionDecoder.content(series, layout);
        var decoder =
                AttentionDecoder.of("test", layout, Weights.none(), SampleSeries.WIDTH, content);
        return ForecastingWeights.drawn(decoder.specs(), 1);
    }
}
