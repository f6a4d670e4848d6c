package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.WeightSpec.Init;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tensors of a decoder. D is the encoder's width, H that of a point's features. */
final class DecoderWeights {
    static final String NORM = "norm";

    /** From the tokens to the level in between. */
    static final String COARSE = "coarse";

    /** To the points. */
    static final String FINE = "fine";

    static final String SHAPE = "shape";
    static final String HIDDEN = "hidden.conv";
    static final String HIDDEN_NORM = "hidden.norm";
    static final String HEAD = "head";

    /** Width of what a shape becomes. */
    static final int SHAPE_WIDTH = 64;

    private static final Init ZERO = new Constant(0);
    private static final Init ONE = new Constant(1);
    private static final Init SMALL = new Normal(0.02);

    private static final Pattern PROPAGATION =
            Pattern.compile(
                    "decoder\\.decoder\\.([01])\\.0\\.convs\\.([01])\\.([01])"
                            + "\\.(weight|bias|running_mean|running_var)");
    private static final Pattern HEAD_LAYER =
            Pattern.compile("head\\.head\\.(0\\.0|0\\.1|2\\.0)\\.(.+)");

    private DecoderWeights() {}

    static String convolution(String stage, int index) {
        return stage + "." + index + ".conv";
    }

    static String norm(String stage, int index) {
        return stage + "." + index + ".bn";
    }

    /**
     * @param level width of the level in between, -1 where the weights decide
     * @param channels of a point, -1 where the weights decide
     */
    static List<WeightSpec> specs(SegmentationOptions options, int D, int level, int channels) {
        List<WeightSpec> specs = new ArrayList<>();
        int H = options.pointWidth(D);
        if (options.norm()) {
            specs.addAll(norm(NORM, D, false));
        }
        if (options.staged()) {
            specs.addAll(stage(COARSE, level == -1 ? -1 : level + D, D));
        }
        if (options.parts()) {
            specs.add(conv(SHAPE, options.shapes().size(), SHAPE_WIDTH));
            specs.add(WeightSpec.required(SHAPE + ".bias", ZERO, SHAPE_WIDTH));
        }
        int told = options.parts() ? SHAPE_WIDTH : 0;
        specs.addAll(stage(FINE, channels == -1 ? -1 : told + channels + D, H));
        int last = H;
        if (options.staged()) {
            int own = (options.globals() + 1) * D;
            specs.add(conv(HIDDEN, options.headMax() ? 2 * own : own, options.hidden()));
            specs.addAll(norm(HIDDEN_NORM, options.hidden(), !options.layerNorm()));
            last = options.hidden();
        }
        specs.add(conv(HEAD, last, options.labels().size()));
        specs.add(WeightSpec.required(HEAD + ".bias", ZERO, options.labels().size()));
        return specs;
    }

    private static List<WeightSpec> stage(String name, int in, int out) {
        List<WeightSpec> specs = new ArrayList<>();
        for (int layer = 0; layer < 2; layer++) {
            specs.add(conv(convolution(name, layer), layer == 0 ? in : out, out));
            specs.addAll(norm(norm(name, layer), out, true));
        }
        return specs;
    }

    /** As of a convolution over points. */
    private static WeightSpec conv(String name, int in, int out) {
        return WeightSpec.required(name + ".weight", SMALL, out, in, 1);
    }

    private static List<WeightSpec> norm(String name, int width, boolean running) {
        List<WeightSpec> specs = new ArrayList<>();
        specs.add(WeightSpec.required(name + ".weight", ONE, width));
        specs.add(WeightSpec.required(name + ".bias", ZERO, width));
        if (running) {
            specs.add(WeightSpec.required(name + ".running_mean", ZERO, width));
            specs.add(WeightSpec.required(name + ".running_var", ONE, width));
        }
        return specs;
    }

    /**
     * Channels of a point that these weights read.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if they leave none
     */
    static int channels(String name, Weights weights, SegmentationOptions options, int D) {
        return rest(name, weights, FINE, D + (options.parts() ? SHAPE_WIDTH : 0));
    }

    /** Width of the level in between that these weights read; 0 for propagation. */
    static int level(String name, Weights weights, SegmentationOptions options, int D) {
        return options.staged() ? rest(name, weights, COARSE, D) : 0;
    }

    private static int rest(String name, Weights weights, String stage, int taken) {
        String first = convolution(stage, 0) + ".weight";
        int in = weights.shape(first)[1];
        if (in <= taken) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    name + ": '" + first + "' reads more than " + taken + " channels, got " + in);
        }
        return in - taken;
    }

    /** The decoder of a checkpoint of the reference; without one, not the encoder's norm either. */
    static Weights adopt(Weights checkpoint) {
        boolean decodes =
                checkpoint.names().stream().anyMatch(n -> PROPAGATION.matcher(n).matches());
        return decodes ? checkpoint.renamed(DecoderWeights::own) : Weights.none();
    }

    private static Optional<String> own(String name) {
        Matcher propagation = PROPAGATION.matcher(name);
        if (propagation.matches()) {
            String stage = propagation.group(1).equals("1") ? COARSE : FINE;
            int index = Integer.parseInt(propagation.group(2));
            boolean isNorm = propagation.group(3).equals("1");
            String layer = isNorm ? norm(stage, index) : convolution(stage, index);
            return Optional.of(layer + "." + propagation.group(4));
        }
        Matcher head = HEAD_LAYER.matcher(name);
        if (head.matches()) {
            String layer =
                    switch (head.group(1)) {
                        case "0.0" -> HIDDEN;
                        case "0.1" -> HIDDEN_NORM;
                        default -> HEAD;
                    };
            return Optional.of(layer + "." + head.group(2));
        }
        return replaced(name, "decoder.convc.0.0.", SHAPE)
                .or(() -> replaced(name, "encoder.norm.", NORM));
    }

    private static Optional<String> replaced(String name, String prefix, String own) {
        return name.startsWith(prefix)
                ? Optional.of(own + "." + name.substring(prefix.length()))
                : Optional.empty();
    }
}
