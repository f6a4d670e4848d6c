package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.HeadContract;
import io.metatransformer.testkit.TrainableHeadContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The promises of every head, and of every head that learns, kept by each decoder. */
class PointSegmentationContractTest {
    private static final int WIDTH = 8;

    private static Map<String, Object> config(String decoder, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("decoder", decoder);
        config.put("labels", Clouds.LABELS);
        config.put("shapes", List.of("chair", "lamp"));
        config.put("hidden", 12);
        return config;
    }

    abstract static class Answers extends HeadContract {
        @Override
        protected String name() {
            return "point-segmentation";
        }

        @Override
        protected int width() {
            return WIDTH;
        }

        @Override
        protected Weights weights() {
            Options options = Options.of(new PointSegmentationHead().options(), config());
            Map<String, Tensor> drawn = new HashMap<>();
            SegmentationOptions layout = SegmentationOptions.from(options);
            for (WeightSpec spec : DecoderWeights.specs(layout, WIDTH, 2, 3)) {
                drawn.put(spec.name(), spec.draw(1));
            }
            return Weights.of(drawn);
        }

        @Override
        protected List<Features> samples() {
            return List.of(
                    Clouds.of(60, WIDTH, 1).features(),
                    Clouds.of(4, WIDTH, 2).features(),
                    Clouds.of(500, WIDTH, 3).features());
        }

        @Override
        protected List<Features> unreadable() {
            Features good = samples().get(0);
            Segment cloud = good.segments().get(0);
            Segment bare =
                    new Segment(
                            Modality.POINT_CLOUD, 0, 1, cloud.layout(), Origin.named("not kept"));
            Segment series =
                    new Segment(
                            Modality.TIME_SERIES,
                            0,
                            0,
                            new Layout.Series(good.length()),
                            Origin.named("series"));
            return List.of(
                    Features.of(good.values(), List.of(bare)),
                    Features.of(good.values(), List.of(series)));
        }
    }

    @Nested
    class Propagation extends Answers {
        @Override
        protected Map<String, Object> config() {
            return PointSegmentationContractTest.config("propagation", Map.of());
        }
    }

    @Nested
    class Scene extends Answers {
        @Override
        protected Map<String, Object> config() {
            return PointSegmentationContractTest.config(
                    "scene", Map.of("head_norm", "layer", "norm", false));
        }
    }

    @Nested
    class Part extends Answers {
        @Override
        protected Map<String, Object> config() {
            return PointSegmentationContractTest.config(
                    "part", Map.of("head_max", true, "refine", true));
        }
    }

    abstract static class Learns extends TrainableHeadContract {
        @Override
        protected String name() {
            return "point-segmentation";
        }

        @Override
        protected List<Example> examples() {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Clouds.Example cloud = Clouds.of(60, WIDTH, i);
                examples.add(new Example(cloud.features(), cloud.target()));
            }
            return examples;
        }

        @Override
        protected List<Target> foreign() {
            return List.of(new Target.Label("lamp"));
        }
    }

    @Nested
    class LearnsPropagation extends Learns {
        @Override
        protected Map<String, Object> config() {
            return Map.of("hidden", 12);
        }
    }

    @Nested
    class LearnsScene extends Learns {
        @Override
        protected Map<String, Object> config() {
            return Map.of("hidden", 12, "decoder", "scene", "head_norm", "layer", "head_max", true);
        }
    }

    @Nested
    class LearnsPart extends Learns {
        @Override
        protected Map<String, Object> config() {
            return Map.of("hidden", 12, "decoder", "part", "loss", "poly_focal");
        }
    }
}
