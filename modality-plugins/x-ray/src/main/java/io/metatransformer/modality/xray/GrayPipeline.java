package io.metatransformer.modality.xray;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.raster.FileBytes;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * From stored samples to what a viewer shows, 0 to 1: modality transform, then the values of interest, then
 * inversion where 0 is white; padding stays black.
 */
final class GrayPipeline {
    private final DicomFile dicom;
    private final PixelForm form;
    private final XRayOptions options;

    GrayPipeline(DicomFile dicom, PixelForm form, XRayOptions options) {
        this.dicom = dicom;
        this.form = form;
        this.options = options;
    }

    /** {@code [rows, columns]}. */
    double[] unit(int[] stored) {
        boolean[] padding = padding(stored);
        DoubleUnaryOperator modality = modality();
        double[] values = new double[stored.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = modality.applyAsDouble(wide(stored[i]));
        }
        DoubleUnaryOperator voi = voi(values, padding);
        boolean inverted = form.photometric().equals("MONOCHROME1");
        for (int i = 0; i < values.length; i++) {
            double y = voi.applyAsDouble(values[i]);
            values[i] = padding[i] ? 0 : inverted ? 1 - y : y;
        }
        return values;
    }

    private double wide(int stored) {
        return form.stored() == 32 && !form.signed() ? Integer.toUnsignedLong(stored) : stored;
    }

    private boolean[] padding(int[] stored) {
        boolean[] padding = new boolean[stored.length];
        Optional<Integer> value = padding(Tag.PADDING);
        if (value.isPresent()) {
            int other = padding(Tag.PADDING_LIMIT).orElse(value.get());
            int low = Math.min(value.get(), other);
            int high = Math.max(value.get(), other);
            for (int i = 0; i < stored.length; i++) {
                padding[i] = stored[i] >= low && stored[i] <= high;
            }
        }
        return padding;
    }

    private Optional<Integer> padding(int tag) {
        return dicom.elements()
                .find(tag)
                .filter(e -> e.value().length() >= 2)
                .map(e -> form.signed() ? e.signed(0) : e.number(0));
    }

    private DoubleUnaryOperator modality() {
        Optional<LookupTable> table = table(Tag.MODALITY_LUT);
        if (table.isPresent()) {
            return table.get()::at;
        }
        double slope = first(Tag.SLOPE, 1);
        double intercept = first(Tag.INTERCEPT, 0);
        return s -> s * slope + intercept;
    }

    private double first(int tag, double otherwise) {
        double[] values = dicom.elements().decimals(tag);
        return values.length == 0 ? otherwise : values[0];
    }

    private Optional<LookupTable> table(int sequence) {
        return dicom.elements()
                .firstItem(sequence, Tag.TABLE)
                .flatMap(
                        item ->
                                item.find(Tag.LUT_DESCRIPTOR)
                                        .flatMap(
                                                descriptor ->
                                                        item.find(Tag.LUT_DATA)
                                                                .map(
                                                                        data ->
                                                                                LookupTable.of(
                                                                                        dicom
                                                                                                .file(),
                                                                                        descriptor,
                                                                                        data,
                                                                                        signed(
                                                                                                descriptor)))));
    }

    /** An implicit file does not say; then the samples' own sign counts. */
    private boolean signed(DicomElement descriptor) {
        return descriptor.type().isEmpty() ? form.signed() : descriptor.type().equals("SS");
    }

    private DoubleUnaryOperator voi(double[] values, boolean[] padding) {
        if (options.window().isPresent()) {
            return window(options.window().get());
        }
        Optional<LookupTable> table = table(Tag.VOI_LUT);
        if (table.isPresent()) {
            return table.get()::unit;
        }
        double[] centres = dicom.elements().decimals(Tag.WINDOW_CENTER);
        double[] widths = dicom.elements().decimals(Tag.WINDOW_WIDTH);
        int count = Math.min(centres.length, widths.length);
        if (count == 0) {
            return minmax(values, padding);
        }
        int index = options.windowIndex();
        FileBytes file = dicom.file();
        if (index >= count) {
            throw file.refusal(
                    ErrorCode.BAD_CONFIG,
                    "option 'window_index' is "
                            + index
                            + ", the file has windows 0 to "
                            + (count - 1));
        }
        return window(new XRayOptions.Window(centres[index], widths[index]));
    }

    /** PS3.3, C.11.2.1.2 and C.11.2.1.3. */
    private DoubleUnaryOperator window(XRayOptions.Window window) {
        double c = window.centre();
        double w = window.width();
        String function = dicom.elements().text(Tag.VOI_FUNCTION);
        boolean linear = function.isEmpty() || function.equals("LINEAR");
        if (linear ? w < 1 : w <= 0) {
            throw dicom.file()
                    .refusal(
                            options.window().isPresent() ? ErrorCode.BAD_CONFIG : ErrorCode.CORRUPT,
                            "a window of width "
                                    + w
                                    + "; at least 1, or above 0 where it is exact");
        }
        if (linear) {
            double lo = c - 0.5 - (w - 1) / 2;
            double hi = c - 0.5 + (w - 1) / 2;
            return m -> m <= lo ? 0 : m > hi ? 1 : (m - (c - 0.5)) / (w - 1) + 0.5;
        }
        return switch (function) {
            case "LINEAR_EXACT" -> m -> m <= c - w / 2 ? 0 : m > c + w / 2 ? 1 : (m - c) / w + 0.5;
            case "SIGMOID" -> m -> 1 / (1 + Math.exp(-4 * (m - c) / w));
            default ->
                    throw dicom.file()
                            .unsupported(
                                    "the file's VOI LUT function is not read; LINEAR, LINEAR_EXACT and"
                                            + " SIGMOID are");
        };
    }

    private static DoubleUnaryOperator minmax(double[] values, boolean[] padding) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            if (!padding[i]) {
                lo = Math.min(lo, values[i]);
                hi = Math.max(hi, values[i]);
            }
        }
        double low = lo;
        double high = hi;
        return high > low ? m -> Math.max(0, Math.min(1, (m - low) / (high - low))) : m -> 0;
    }
}
