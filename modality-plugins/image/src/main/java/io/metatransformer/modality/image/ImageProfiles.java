package io.metatransformer.modality.image;

import io.metatransformer.raster.Filter;
import io.metatransformer.raster.Framing;
import io.metatransformer.raster.PictureProfile;
import io.metatransformer.raster.Remainder;
import java.util.List;
import java.util.Optional;

/** How the reference's and its neighbours' models see pictures. */
final class ImageProfiles {

    /** As ImageNet classifiers see them: a wider margin is cut off. */
    private static final PictureProfile IMAGENET =
            new PictureProfile(
                    "imagenet",
                    Framing.Rule.SHORTER_EDGE,
                    256,
                    224,
                    Optional.of(Filter.BICUBIC),
                    1,
                    true,
                    List.of(0.485, 0.456, 0.406),
                    List.of(0.229, 0.224, 0.225),
                    Remainder.ERROR,
                    "auto");

    /** As the reference's detection and segmentation see them: whole, as large as fits 1333 x 800 px. */
    private static final PictureProfile DENSE =
            new PictureProfile(
                    "dense",
                    Framing.Rule.FIT,
                    800,
                    0,
                    Optional.empty(),
                    32,
                    false,
                    List.of(123.675, 116.28, 103.53),
                    List.of(58.395, 57.12, 57.375),
                    Remainder.DROP,
                    "auto");

    static final List<PictureProfile> ALL =
            List.of(PictureProfile.CLIP, IMAGENET, DENSE, PictureProfile.DATA2SEQ);

    private ImageProfiles() {}
}
