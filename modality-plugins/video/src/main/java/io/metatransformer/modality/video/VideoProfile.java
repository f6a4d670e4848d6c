package io.metatransformer.modality.video;

import io.metatransformer.raster.Framing;
import io.metatransformer.raster.PictureProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A full set of values for the options that nobody sets. */
enum VideoProfile {
    /** As the reference's video models were trained: VideoMAE on ImageNet's statistics. */
    DEFAULT(
            Framing.Rule.SHORTER_EDGE,
            true,
            List.of(0.485, 0.456, 0.406),
            List.of(0.229, 0.224, 0.225),
            "auto"),
    /** What Data2Seq evidently means: tubes of the frames as they are, projected and nothing else. */
    DATA2SEQ(Framing.Rule.NONE, false, PictureProfile.NO_MEAN, PictureProfile.NO_STD, "none");

    private final Framing.Rule resize;
    private final boolean cropped;
    private final List<Double> mean;
    private final List<Double> std;
    private final String positions;

    VideoProfile(
            Framing.Rule resize,
            boolean cropped,
            List<Double> mean,
            List<Double> std,
            String positions) {
        this.resize = resize;
        this.cropped = cropped;
        this.mean = mean;
        this.std = std;
        this.positions = positions;
    }

    Framing.Rule resize() {
        return resize;
    }

    /** Edge of the square that is cut out where nobody says: the size that frames are brought to, or 0. */
    int crop(int size) {
        return cropped ? size : 0;
    }

    List<Double> mean() {
        return mean;
    }

    List<Double> std() {
        return std;
    }

    /** What {@code pos_embed} is where nobody sets it. */
    String positions() {
        return positions;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(VideoProfile::word).toList();
    }

    /** The one of this word, which is one of {@link #words}. */
    static VideoProfile of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
