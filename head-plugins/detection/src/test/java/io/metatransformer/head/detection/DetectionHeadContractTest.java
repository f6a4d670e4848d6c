package io.metatransformer.head.detection;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.testkit.HeadContract;
import java.util.List;
import java.util.Map;

class DetectionHeadContractTest extends HeadContract {

    @Override
    protected String name() {
        return "detection";
    }

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
                50);
    }

    @Override
    protected List<Features> samples() {
        return List.of(
                Pictures.some(1, 1).get(0).features(),
                grid(new Layout.Grid(3, 5), Origin.named("p").with("width", 50).with("height", 30)),
                grid(
                        new Layout.Grid(2, 2),
                        Origin.named("p")
                                .with("width", 300)
                                .with("height", 200)
                                .with("crop_left", 50)
                                .with("crop_top", 0.5)
                                .with("crop_width", 199)
                                .with("crop_height", 199)));
    }

    @Override
    protected List<Features> unreadable() {
        Origin picture = Origin.named("p").with("width", 50).with("height", 30);
        Features good = grid(new Layout.Grid(2, 2), picture);
        TokenSequence once =
                TokenSequence.of(good.values(), Modality.IMAGE, 0, new Layout.Grid(2, 2), picture);
        TokenSequence twice = TokenSequence.concat(List.of(once, once));
        return List.of(
                grid(new Layout.Series(6), Origin.named("series")),
                grid(new Layout.Grid(1, 6), picture),
                grid(new Layout.Grid(3, 3), Origin.named("a spectrogram")),
                grid(new Layout.Grid(3, 3), picture.with("width", "wide")),
                grid(new Layout.Grid(3, 3), picture.with("width", "NaN")),
                grid(new Layout.Grid(3, 3), picture.with("crop_width", -3)),
                grid(new Layout.Grid(3, 3), picture.with("crop_left", "Infinity")),
                Features.of(twice.tokens(), twice.segments()));
    }

    private Features grid(Layout layout, Origin origin) {
        float[] tokens = new float[layout.length() * width()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (float) Math.sin(i);
        }
        TokenSequence sequence =
                TokenSequence.of(
                        Tensor.of(tokens, layout.length(), width()),
                        Modality.IMAGE,
                        0,
                        layout,
                        origin);
        return Features.of(sequence.tokens(), sequence.segments());
    }
}
