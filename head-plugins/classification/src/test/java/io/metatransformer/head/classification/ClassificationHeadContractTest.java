package io.metatransformer.head.classification;

import io.metatransformer.testkit.HeadContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The promises of every head, kept by a linear classifier and by one with hidden layers. */
class ClassificationHeadContractTest {

    @Nested
    class Linear extends HeadContract {
        @Override
        protected String name() {
            return "classification";
        }

        @Override
        protected Map<String, Object> config() {
            return Map.of("labels", List.of("cat", "dog", "bird"));
        }
    }

    @Nested
    class WithHiddenLayers extends HeadContract {
        @Override
        protected String name() {
            return "classification";
        }

        @Override
        protected Map<String, Object> config() {
            return Map.of(
                    "labels", List.of("cat", "dog"),
                    "pooling", List.of("cls", "max", "mean"),
                    "pooled_norm", true,
                    "hidden", List.of(16, 8),
                    "scores", "sigmoid");
        }
    }
}
