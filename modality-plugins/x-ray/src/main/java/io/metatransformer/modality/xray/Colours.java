package io.metatransformer.modality.xray;

import io.metatransformer.api.Quoted;
import io.metatransformer.raster.FileBytes;
import io.metatransformer.raster.Picture;

/** The colours of a DICOM file as 8-bit RGB: of deeper samples the highest 8 bits. */
final class Colours {
    private Colours() {}

    static Picture picture(DicomFile dicom, PixelForm form, int[] values) {
        byte[] rgb =
                switch (form.photometric()) {
                    case "RGB" -> highest(dicom.file(), form, values);
                    case "YBR_FULL", "YBR_FULL_422" -> ybr(dicom.file(), form, values);
                    case "PALETTE COLOR" -> palette(dicom, form, values);
                    default ->
                            throw dicom.file()
                                    .unsupported(
                                            "DICOM of photometric interpretation "
                                                    + Quoted.of(form.photometric())
                                                    + " is not read; MONOCHROME1, MONOCHROME2, RGB,"
                                                    + " YBR_FULL, YBR_FULL_422 and PALETTE COLOR are");
                };
        return Picture.of(form.columns(), form.rows(), 3, rgb);
    }

    private static byte[] highest(FileBytes file, PixelForm form, int[] values) {
        requireSamples(file, form, 3);
        byte[] rgb = new byte[values.length];
        int shift = Math.max(0, form.stored() - 8);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (values[i] >>> shift);
        }
        return rgb;
    }

    private static void requireSamples(FileBytes file, PixelForm form, int samples) {
        if (form.samples() != samples) {
            throw file.corrupt(form.photometric() + " of " + form.samples() + " samples per pixel");
        }
    }

    private static byte[] ybr(FileBytes file, PixelForm form, int[] values) {
        requireSamples(file, form, 3);
        if (form.stored() != 8) {
            throw file.unsupported(
                    form.photometric() + " of " + form.stored() + " bits is not read; 8 bits are");
        }
        return Ybr.rgb(values);
    }

    private static byte[] palette(DicomFile dicom, PixelForm form, int[] values) {
        requireSamples(dicom.file(), form, 1);
        LookupTable[] tables = {
            table(dicom, form, Tag.RED_DESCRIPTOR, Tag.RED),
            table(dicom, form, Tag.GREEN_DESCRIPTOR, Tag.GREEN),
            table(dicom, form, Tag.BLUE_DESCRIPTOR, Tag.BLUE)
        };
        byte[] rgb = new byte[3 * values.length];
        for (int i = 0; i < rgb.length; i++) {
            LookupTable table = tables[i % 3];
            rgb[i] = (byte) (table.at(values[i / 3]) >> Math.max(0, table.bits() - 8));
        }
        return rgb;
    }

    private static LookupTable table(DicomFile dicom, PixelForm form, int descriptor, int data) {
        FileBytes file = dicom.file();
        return LookupTable.of(
                file,
                dicom.elements()
                        .find(descriptor)
                        .orElseThrow(() -> file.corrupt("a palette without descriptor")),
                dicom.elements()
                        .find(data)
                        .orElseThrow(() -> file.corrupt("a palette without entries")),
                form.signed());
    }
}
