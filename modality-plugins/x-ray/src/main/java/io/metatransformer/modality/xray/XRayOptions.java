package io.metatransformer.modality.xray;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.raster.Filter;
import io.metatransformer.raster.Framing;
import io.metatransformer.raster.PictureOptions;
import io.metatransformer.raster.PictureProfile;
import io.metatransformer.raster.RangeOptions;
import io.metatransformer.raster.Remainder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How DICOM files are read.
 *
 * @param frame counted from 0
 * @param window that the caller wants to see, in the units of the modality
 * @param windowIndex which of the file's windows, counted from 0
 * @param quantise whether gray is rounded to 8 bits before it is resized, as an export to PNG does
 */
record XRayOptions(int frame, Optional<Window> window, int windowIndex, boolean quantise) {

    /** The part of the values that is shown. */
    record Window(double centre, double width) {}

    /** As the reference's downstream model saw X-rays: squashed, values from 0 to 1 and nothing else. */
    private static final PictureProfile DEFAULT =
            new PictureProfile(
                    "default",
                    Framing.Rule.SQUASH,
                    224,
                    0,
                    Optional.of(Filter.BILINEAR),
                    1,
                    true,
                    PictureProfile.NO_MEAN,
                    PictureProfile.NO_STD,
                    Remainder.ERROR,
                    "auto");

    static final List<PictureProfile> PROFILES = List.of(DEFAULT, PictureProfile.DATA2SEQ);

    static List<Option> declared() {
        List<Option> options = new ArrayList<>(PictureOptions.declared(PROFILES));
        options.addAll(RangeOptions.declared());
        options.add(
                Option.integer(
                                "frame",
                                0,
                                0,
                                Integer.MAX_VALUE,
                                "",
                                "which frame of a DICOM file is read, counted from 0")
                        .settablePerRequest());
        double most = Double.MAX_VALUE;
        options.add(
                Option.number(
                                "voi_center",
                                0,
                                -most,
                                most,
                                "",
                                "middle of the values of a DICOM file that are shown, after rescaling; with 'voi_width'"
                                        + " it takes the place of what the file says")
                        .unset()
                        .settablePerRequest());
        options.add(
                Option.number(
                                "voi_width",
                                1,
                                0,
                                most,
                                "",
                                "width of the values of a DICOM file that are shown")
                        .unset()
                        .settablePerRequest());
        options.add(
                Option.integer(
                                "window_index",
                                0,
                                0,
                                1000,
                                "",
                                "which of a DICOM file's own windows is used, counted from 0")
                        .settablePerRequest());
        options.add(
                Option.flag(
                                "quantise8",
                                false,
                                "rounds gray to 8 bits before resizing, as an export to PNG would")
                        .settablePerRequest());
        return List.copyOf(options);
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for half a window
     */
    static XRayOptions from(Options options) {
        boolean centre = options.isSet("voi_center");
        boolean width = options.isSet("voi_width");
        if (centre != width) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, "options 'voi_center' and 'voi_width' belong together");
        }
        return new XRayOptions(
                options.integer("frame"),
                centre
                        ? Optional.of(
                                new Window(
                                        options.number("voi_center"), options.number("voi_width")))
                        : Optional.empty(),
                options.integer("window_index"),
                options.flag("quantise8"));
    }
}
