package io.metatransformer.head.detection;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Which class each pixel shows: the masks of all objects in one picture, those that score more above the others. */
final class MaskedPicture {
    private static final float INSIDE = 0.5f;
    private static final long MOST = 1L << 26;

    private MaskedPicture() {}

    /**
     * @param found boxes in the user's pixels
     * @param logits {@code [N, 28, 28, K]} of their masks
     * @param labels of the K classes; in the answer, the background stands before them
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for a picture of too many pixels
     */
    static Prediction.Mask of(Found found, Tensor logits, View view, List<String> labels) {
        if ((long) view.width() * (long) view.height() > MOST) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "masks are drawn in pictures of at most "
                            + MOST
                            + " pixels, got "
                            + (long) view.width()
                            + " x "
                            + (long) view.height());
        }
        int width = (int) view.width();
        int height = (int) view.height();
        float[] classes = new float[width * height];
        for (int i = found.count() - 1; i >= 0; i--) {
            int label = found.labels()[i];
            MaskPaste.paste(
                    MaskHead.probabilities(logits, i, label),
                    logits.size(1),
                    found.boxes(),
                    i,
                    width,
                    height,
                    (pixel, probability) ->
                            classes[pixel] = probability >= INSIDE ? label + 1 : classes[pixel]);
        }
        List<String> names = new ArrayList<>(List.of("background"));
        names.addAll(labels);
        return new Prediction.Mask(Tensor.of(classes, height, width), names);
    }
}
