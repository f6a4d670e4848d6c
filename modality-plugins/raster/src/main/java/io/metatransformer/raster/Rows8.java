package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.Picture.Form;
import io.metatransformer.raster.Picture.Kind;
import java.util.Locale;
import java.util.Optional;

/** A gray or RGB picture of 8 bits, given row by row: what the 8-bit resizes read. */
public interface Rows8 {

    int width();

    int height();

    /** 1 for gray, 3 for red, green, blue. */
    int channels();

    /**
     * Row {@code y}, channels interleaved, values from 0 to 255.
     *
     * @param row at least {@code width * channels} long
     */
    void row(int y, int[] row);

    /**
     * A picture as gray or RGB of 8 bits: of deeper samples the highest 8 bits ({@code v >> bits - 8}).
     *
     * @param background red, green, blue from 0 to 255: pixels that are not opaque are laid over it. If
     *     absent, opacity is dropped and the colours stand as they are
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for signed or
     *     floating-point samples, which have no such range
     */
    static Rows8 of(Picture picture, Optional<int[]> background) {
        Form form = picture.form();
        if (form.kind() != Kind.UNSIGNED || form.bits() > 16) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "samples of "
                            + form.bits()
                            + " bits, "
                            + form.kind().name().toLowerCase(Locale.ROOT)
                            + ", are no colours; unsigned samples of 8 to 16 bits are");
        }
        if (background.isPresent() && form.alpha().isPresent()) {
            return new OverBackground(picture, background.get());
        }
        return new HighBits(picture);
    }
}
