package io.metatransformer.modality.xray;

import io.metatransformer.raster.FileBytes;
import io.metatransformer.raster.Picture;
import io.metatransformer.raster.PictureLimits;
import io.metatransformer.raster.PictureReader;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The samples of one frame as stored, before any table or window.
 *
 * @param values channels interleaved
 * @param colour the frame as a decoder of colours returned it, if it did; then there are no values
 */
record PixelData(int[] values, Optional<Picture> colour) {

    static PixelData read(DicomFile dicom, PixelForm form, int frame, PictureLimits limits) {
        FileBytes data = dicom.elements().find(Tag.PIXEL_DATA).orElseThrow().value();
        return switch (dicom.syntax().form()) {
            case NATIVE -> new PixelData(plain(data, form, frame), Optional.empty());
            case RLE ->
                    new PixelData(
                            RleFrame.read(Fragments.frame(data, form.frames(), frame), form),
                            Optional.empty());
            case JPEG -> jpeg(Fragments.frame(data, form.frames(), frame), form, limits);
        };
    }

    private static int[] plain(FileBytes data, PixelForm form, int frame) {
        int width = form.allocated() / 8;
        boolean halved = form.photometric().equals("YBR_FULL_422");
        int stored = halved ? 2 : form.samples();
        long length = (long) form.pixels() * stored * width;
        long start = length * frame;
        if (start + length > data.length()) {
            throw data.truncated(
                    "frame "
                            + frame
                            + " takes bytes "
                            + start
                            + " to "
                            + (start + length)
                            + " of the pixel data, which has "
                            + data.length());
        }
        if (halved) {
            return Ybr.unpacked422(data, start, form);
        }
        int[] values = new int[form.pixels() * form.samples()];
        for (int pixel = 0; pixel < form.pixels(); pixel++) {
            for (int c = 0; c < form.samples(); c++) {
                long at =
                        form.planar()
                                ? (long) c * form.pixels() + pixel
                                : (long) pixel * form.samples() + c;
                values[pixel * form.samples() + c] =
                        form.value(raw(data, start + at * width, width));
            }
        }
        return values;
    }

    private static int raw(FileBytes data, long at, int width) {
        return switch (width) {
            case 1 -> data.u8(at);
            case 2 -> data.u16(at);
            default -> data.i32(at);
        };
    }

    private static PixelData jpeg(ByteBuffer file, PixelForm form, PictureLimits limits) {
        boolean untold = form.photometric().equals("RGB") && !saysColours(file);
        Picture picture = PictureReader.read(untold ? sayingRgb(file) : file, "the frame", limits);
        if (picture.width() != form.columns() || picture.height() != form.rows()) {
            throw FileBytes.of(file, "the frame")
                    .corrupt(
                            "the JPEG frame is "
                                    + picture.width()
                                    + " x "
                                    + picture.height()
                                    + " px, the header says "
                                    + form.columns()
                                    + " x "
                                    + form.rows());
        }
        if (picture.form().channels() == 3) {
            return new PixelData(new int[0], Optional.of(picture));
        }
        int[] values = new int[form.pixels()];
        int[] row = new int[form.columns() * picture.form().channels()];
        for (int y = 0; y < form.rows(); y++) {
            picture.row(y, row);
            for (int x = 0; x < form.columns(); x++) {
                values[y * form.columns() + x] = form.value(row[x]);
            }
        }
        return new PixelData(values, Optional.empty());
    }

    /** Whether a JPEG file itself says if its colours were transformed: a JFIF or Adobe marker comes first. */
    private static boolean saysColours(ByteBuffer file) {
        int marker = file.remaining() < 4 ? 0 : file.getShort(file.position() + 2) & 0xFFFF;
        return marker == 0xFFE0 || marker == 0xFFEE;
    }

    /** With an Adobe marker that says so; decoders otherwise take three components for YCbCr. */
    private static ByteBuffer sayingRgb(ByteBuffer file) {
        byte[] marker = {
            (byte) 0xFF,
            (byte) 0xD8,
            (byte) 0xFF,
            (byte) 0xEE,
            0,
            14,
            'A',
            'd',
            'o',
            'b',
            'e',
            0,
            100,
            0,
            0,
            0,
            0,
            0
        };
        ByteBuffer told = ByteBuffer.allocate(file.remaining() + marker.length);
        told.put(marker);
        if (file.remaining() > 2) {
            told.put(file.slice(file.position() + 2, file.remaining() - 2));
        }
        return told.flip();
    }
}
