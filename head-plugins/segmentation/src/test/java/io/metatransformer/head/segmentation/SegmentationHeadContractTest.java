package io.metatransformer.head.segmentation;

import io.metatransformer.api.Features;
import io.metatransformer.api.Origin;
import io.metatransformer.testkit.HeadContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The promises of every head, kept with every decoder. */
class SegmentationHeadContractTest {

    private abstract static class OneDecoder extends HeadContract {
        @Override
        protected String name() {
            return "segmentation";
        }

        @Override
        protected List<Features> samples() {
            int D = width();
            return List.of(
                    Pictures.whole(3, 4, D, 1),
                    Pictures.cropped(3, 3, D, 2),
                    Pictures.of(5, 2, D, 3, Origin.named("a grid that is no picture")),
                    Pictures.fused(Pictures.series(4, D), Pictures.whole(3, 4, D, 4)));
        }

        @Override
        protected List<Features> unreadable() {
            int D = width();
            Origin odd = Origin.named("odd").with(Origin.WIDTH, "wide");
            Origin flat = Origin.named("flat").with(Origin.CROP_WIDTH, 0);
            return List.of(
                    Pictures.series(6, D),
                    Pictures.of(3, 4, D, 1, odd),
                    Pictures.of(3, 4, D, 1, flat),
                    Pictures.fused(Pictures.whole(3, 4, D, 1), Pictures.whole(3, 4, D, 2)));
        }
    }

    @Nested
    class Linear extends OneDecoder {
        @Override
        protected Map<String, Object> config() {
            return Map.of("labels", List.of("land", "sea"));
        }
    }

    @Nested
    class Convolutional extends OneDecoder {
        @Override
        protected Map<String, Object> config() {
            return Map.of(
                    "labels",
                    List.of("land", "sea", "sky"),
                    "decoder",
                    "fcn",
                    "channels",
                    8,
                    "outside",
                    "edge",
                    "class_weights",
                    List.of(1, 2, 0.5));
        }
    }

    @Nested
    class SemanticFpn extends OneDecoder {
        @Override
        protected Map<String, Object> config() {
            return Map.of("labels", List.of("land", "sea", "sky"), "decoder", "fpn", "channels", 8);
        }
    }

    @Nested
    class UperNet extends OneDecoder {
        @Override
        protected Map<String, Object> config() {
            return Map.of(
                    "labels", List.of("land", "sea", "sky"), "decoder", "upernet", "channels", 8);
        }
    }
}
