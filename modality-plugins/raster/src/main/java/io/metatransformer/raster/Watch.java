package io.metatransformer.raster;

import java.util.regex.Pattern;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadWarningListener;

/** What a decoder noticed and went on after, and how far it came. */
final class Watch implements IIOReadWarningListener, IIOReadProgressListener {
    private static final Pattern ENDS_EARLY =
            Pattern.compile(
                    "premature|truncat|missing EOI|unexpected end", Pattern.CASE_INSENSITIVE);

    /** Damage that decoders guess their way around. Anything else that they warn of alters no pixel. */
    private static final Pattern DAMAGE =
            Pattern.compile(
                    "Huffman|instead of RST|progression|out-of-sequence", Pattern.CASE_INSENSITIVE);

    private boolean endsEarly;
    private boolean damaged;
    private float percent;

    /** Whether a decoder's words mean that the data ends before the picture does. */
    static boolean saysEarlyEnd(String message) {
        return message != null && ENDS_EARLY.matcher(message).find();
    }

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        endsEarly |= saysEarlyEnd(warning);
        damaged |= DAMAGE.matcher(warning).find();
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        percent = Math.max(percent, percentageDone);
    }

    boolean endsEarly() {
        return endsEarly;
    }

    boolean damaged() {
        return damaged;
    }

    /** Whether the last row was reached; not every decoder tells. */
    boolean finished() {
        return percent >= 100;
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}
}
