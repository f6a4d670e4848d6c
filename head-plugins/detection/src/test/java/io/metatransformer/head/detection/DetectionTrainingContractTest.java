package io.metatransformer.head.detection;

import io.metatransformer.api.Target;
import io.metatransformer.testkit.TrainableHeadContract;
import java.util.List;
import java.util.Map;

class DetectionTrainingContractTest extends TrainableHeadContract {

    @Override
    protected String name() {
        return "detection";
    }

    /** Which regions are looked at has no gradient: with one proposal, hardly more than the objects' own are. */
    @Override
    protected Map<String, Object> config() {
        return Map.of(
                "labels",
                List.of("disc", "rectangle"),
                "channels",
                8,
                "hidden",
                16,
                "proposals",
                20,
                "train_regions",
                16,
                "train_proposals",
                1);
    }

    @Override
    protected List<Example> examples() {
        return Pictures.some(20, 1).stream()
                .map(picture -> new Example(picture.features(), picture.target()))
                .toList();
    }

    @Override
    protected List<Target> foreign() {
        return List.of(
                new Target.Label("disc"),
                new Target.Boxes(List.of()),
                new Target.Boxes(List.of(new Target.Box(0, 0, 1, 1, "triangle"))));
    }
}
