package io.metatransformer.head.retrieval;

import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.HeadContract;
import io.metatransformer.testkit.TrainableHeadContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class RetrievalHeadContractTest {

    /** A gallery in a space that all modalities share, so that every sample may be looked for. */
    @Nested
    class Asked extends HeadContract {
        @Override
        protected String name() {
            return "retrieval";
        }

        @Override
        protected Map<String, Object> config() {
            return Map.of("space", "everything", "logit_scale", 2);
        }

        @Override
        protected Weights weights() {
            try (HeadTraining filling = Examples.filling(width(), config(), Weights.none())) {
                for (int i = 0; i < 20; i++) {
                    Examples.add(
                            filling,
                            config(),
                            Examples.token(Modality.IMAGE, Examples.noise(width(), i)),
                            Examples.item("item " + i, "label " + i % 3, "camera"));
                }
                return filling.weights();
            }
        }
    }

    @Nested
    class Filled extends TrainableHeadContract {
        @Override
        protected String name() {
            return "retrieval";
        }

        @Override
        protected List<Example> examples() {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                examples.add(
                        new Example(
                                Examples.token(Modality.AUDIO, Examples.noise(12, i)),
                                Examples.item("item " + i, "label " + i % 5, "camera " + i % 2)));
            }
            return examples;
        }

        @Override
        protected List<Target> foreign() {
            return List.of(new Target.Label("ann"), Examples.item("twice"), Examples.item("a\0b"));
        }
    }
}
