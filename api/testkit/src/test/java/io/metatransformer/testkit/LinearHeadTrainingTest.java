package io.metatransformer.testkit;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class LinearHeadTrainingTest extends TrainableHeadContract {
    @Override
    protected String name() {
        return "linear";
    }

    @Override
    protected List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            float[] values = SeededRows.of(3, 4, i).toArray();
            for (int v = i % 2; v < values.length; v += 2) {
                values[v] += 4;
            }
            Segment segment =
                    new Segment(
                            Modality.TIME_SERIES, 0, 0, new Layout.Series(3), Origin.named("row"));
            Features features = Features.of(Tensor.of(values, 3, 4), List.of(segment));
            examples.add(new Example(features, new Target.Label(i % 2 == 0 ? "even" : "odd")));
        }
        return examples;
    }

    @Override
    protected List<Target> foreign() {
        return List.of(new Target.Labels(Set.of("even")));
    }
}
