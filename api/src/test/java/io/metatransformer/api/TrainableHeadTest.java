package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainableHeadTest {

    @Test
    void mostHeadsLearnTheLabelOfAnItemAndNotItsId() {
        Target known = new Target.Item("a.png", Optional.of("ann"), Optional.of("hall"));
        Target unknown = new Target.Item("b.png", Optional.empty(), Optional.empty());
        Target several = new Target.Labels(Set.of("x", "y"));

        assertEquals(new Target.Label("ann"), new Head().target("example", known));
        assertEquals(unknown, new Head().target("example", unknown));
        assertEquals(several, new Head().target("example", several));
    }

    private static final class Head implements TrainableHead {
        @Override
        public String name() {
            return "head";
        }

        @Override
        public List<Option> options() {
            return List.of();
        }

        @Override
        public List<WeightSpec> weights(Options options, int width) {
            return List.of();
        }

        @Override
        public HeadSession open(ModelPart part) {
            throw new MetaTransformerException(ErrorCode.UNSUPPORTED, "it only learns");
        }

        @Override
        public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
            return Map.of();
        }

        @Override
        public Tensor digest(Features features, Options options) {
            return features.values();
        }

        @Override
        public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
            throw new MetaTransformerException(ErrorCode.UNSUPPORTED, "it has no weights");
        }
    }
}
