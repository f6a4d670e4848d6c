package io.metatransformer.head.regression;

import io.metatransformer.testkit.HeadContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The promises of every head, kept by one number and by several with a transform. */
class RegressionHeadContractTest {

    @Nested
    class OneNumber extends HeadContract {
        @Override
        protected String name() {
            return "regression";
        }
    }

    @Nested
    class SeveralWithATransform extends HeadContract {
        @Override
        protected String name() {
            return "regression";
        }

        @Override
        protected Map<String, Object> config() {
            return Map.of(
                    "outputs", 2,
                    "names", List.of("width", "height"),
                    "mean", List.of(10, -3),
                    "deviation", List.of(2, 0.5),
                    "pooling", List.of("cls", "max"),
                    "transform", true);
        }
    }
}
