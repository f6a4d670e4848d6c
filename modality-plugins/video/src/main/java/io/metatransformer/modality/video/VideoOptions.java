package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.raster.Frame;
import io.metatransformer.raster.Framing;
import io.metatransformer.raster.Resize.Region;
import io.metatransformer.raster.Sizes;
import java.util.List;

/**
 * How a video becomes a clip.
 *
 * @param choice which frames
 * @param framing to what size each is brought
 * @param views along the longer edge, where the choice is of views
 * @param view the one of them that is wanted, counted from 0
 * @param mean of red, green, blue in the range 0 to 1
 * @param std of red, green, blue
 * @param limits of what a file may claim
 * @param lenient whether the frames before damage are read as if they were all
 * @param trusting whether the container is believed about the number of frames
 */
record VideoOptions(
        FrameChoice choice,
        Framing framing,
        int views,
        int view,
        float[] mean,
        float[] std,
        FilmLimits limits,
        boolean lenient,
        boolean trusting) {

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for values that make no sense together
     */
    static VideoOptions from(Options options) {
        VideoProfile profile = VideoProfile.of(options.text("profile"));
        Sampling sampling = Sampling.of(options.text("sampling"));
        Framing.Rule rule =
                options.isSet("resize")
                        ? Framing.Rule.of(options.text("resize"))
                        : profile.resize();
        int size = options.integer("size");
        int crop = options.isSet("crop") ? options.integer("crop") : profile.crop(size);
        if (rule != Framing.Rule.NONE && crop > size) {
            throw bad("option 'crop' is at most 'size', " + size + " px, got " + crop);
        }
        if (sampling.ofViews()) {
            requireView(options, "temporal_view", "temporal_views");
            requireView(options, "spatial_view", "spatial_views");
            if (rule != Framing.Rule.SHORTER_EDGE) {
                throw bad("views are cut out of frames with 'resize' = shorter-edge");
            }
        }
        return new VideoOptions(
                new FrameChoice(
                        sampling,
                        options.integer("frames"),
                        options.integer("rate"),
                        options.integer("temporal_views"),
                        options.integer("temporal_view")),
                new Framing(rule, size, size, size, sampling.ofViews() ? 0 : crop),
                options.integer("spatial_views"),
                options.integer("spatial_view"),
                statistics(options, "mean", profile.mean()),
                positive(statistics(options, "std", profile.std())),
                new FilmLimits(options.integer("max_frames"), options.integer("max_pixels")),
                options.flag("lenient"),
                options.text("count").equals("packets"));
    }

    private static void requireView(Options options, String view, String views) {
        if (options.integer(view) >= options.integer(views)) {
            throw bad(
                    "option '"
                            + view
                            + "' is below '"
                            + views
                            + "', "
                            + options.integer(views)
                            + ", got "
                            + options.integer(view));
        }
    }

    private static float[] statistics(Options options, String name, List<Double> usual) {
        List<Double> values = options.isSet(name) ? options.numbers(name) : usual;
        if (values.size() != 1 && values.size() != 3) {
            throw bad(
                    "option '"
                            + name
                            + "' takes 3 numbers, for red, green and blue, or 1 for all, got "
                            + values.size());
        }
        float[] three = new float[3];
        for (int c = 0; c < three.length; c++) {
            three[c] = values.get(values.size() == 1 ? 0 : c).floatValue();
            if (!Float.isFinite(three[c])) {
                throw bad("option '" + name + "' takes numbers of 32 bits, got " + values);
            }
        }
        return three;
    }

    private static float[] positive(float[] std) {
        for (float each : std) {
            if (!(each > 0) || Float.isInfinite(1 / each)) {
                throw bad("option 'std' takes numbers above 0, got " + each);
            }
        }
        return std;
    }

    private static MetaTransformerException bad(String what) {
        return new MetaTransformerException(ErrorCode.BAD_CONFIG, what);
    }

    /** Where the pixels of a clip lie in frames of {@code width} x {@code height} px. */
    Frame frame(int width, int height) {
        Frame whole = framing.of(width, height);
        if (!choice.sampling().ofViews()) {
            return whole;
        }
        Sizes.Size to = whole.resized();
        int edge = Math.min(to.width(), to.height());
        int beyond = Math.max(to.width(), to.height()) - edge;
        int start = views == 1 ? beyond / 2 : (int) (view * ((double) beyond / (views - 1)));
        Region part =
                to.height() >= to.width()
                        ? new Region(0, start, edge, edge)
                        : new Region(start, 0, edge, edge);
        return new Frame(width, height, to, part, 0, 0, edge, edge);
    }
}
