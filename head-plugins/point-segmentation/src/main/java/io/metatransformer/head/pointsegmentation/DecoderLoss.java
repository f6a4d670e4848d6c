package io.metatransformer.head.pointsegmentation;

import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Losses;
import io.metatransformer.graph.Recipe;
import io.metatransformer.graph.Training;
import io.metatransformer.graph.Wiring;
import io.metatransformer.head.pointsegmentation.DecoderLayers.Carried;
import java.util.Optional;

/**
 * The loss of a {@link PointBatch}.
 *
 * @param D the encoder's width
 * @param level width of the level in between
 * @param channels of a point
 */
record DecoderLoss(SegmentationOptions layout, int D, int level, int channels, float dropout)
        implements Recipe {
    /** Weight of what is there against what is not, in the reference's focal loss. */
    private static final float ALPHA = 0.25f;

    @Override
    public void build(Layers layers, Wiring wiring) {
        var net = new DecoderLayers(layers, layout, D, level, channels, dropout);
        var tokens = net.normed(wiring.input("tokens", -1, D));
        var known =
                layout.staged()
                        ? net.known(
                                tokens, wiring.input("level", -1, level), carried(wiring, "level_"))
                        : net.known(tokens);
        var features =
                net.features(
                        known,
                        carried(wiring, ""),
                        wiring.input("own", -1, channels),
                        layout.parts()
                                ? Optional.of(wiring.input("shape", -1, layout.shapes().size()))
                                : Optional.empty());
        var logits =
                net.logits(
                        features,
                        layout.staged()
                                ? Optional.of(
                                        net.globals(
                                                net.normed(wiring.input("class", -1, D)), features))
                                : Optional.empty());
        var targets = wiring.input("targets", -1, layout.labels().size());
        var counts = wiring.input("counts", -1);
        Losses losses = new Losses(layers);
        wiring.output(
                Training.LOSS,
                layout.polyFocal()
                        ? losses.polyFocal(logits, targets, counts, ALPHA)
                        : losses.crossEntropy(logits, targets, counts));
    }

    private static Carried carried(Wiring wiring, String prefix) {
        return new Carried(
                wiring.integers(prefix + "points", -1, 3), wiring.input(prefix + "weights", -1, 3));
    }
}
