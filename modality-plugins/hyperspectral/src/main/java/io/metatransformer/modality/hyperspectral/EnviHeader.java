package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.modality.hyperspectral.Axes.Axis;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What an ENVI header says of the data beside it.
 *
 * @param offset of the first sample, in bytes
 */
record EnviHeader(
        Axes axes, long offset, SampleType type, ByteOrder byteOrder, Cube.Meaning meaning) {

    /** Of a header; its lists of wavelengths grow with the bands. */
    static final int MAX_BYTES = 16 << 20;

    static boolean recognises(ByteBuffer head) {
        byte[] magic = EnviFields.MAGIC.getBytes(StandardCharsets.US_ASCII);
        int at = head.position();
        return head.remaining() > magic.length
                && head.slice(at, magic.length).equals(ByteBuffer.wrap(magic))
                && " \t\r\n".indexOf(head.get(at + magic.length)) >= 0;
    }

    /**
     * @param name of the header, for messages
     * @throws MetaTransformerException with {@link ErrorCode#CORRUPT} for a key that is missing or impossible,
     *     {@link ErrorCode#UNSUPPORTED_FORMAT} for complex numbers and compressed data, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for more samples than are read
     */
    static EnviHeader parse(String name, ByteBuffer bytes) {
        var fields = new EnviFields(name, StandardCharsets.ISO_8859_1.decode(bytes).toString());
        long samples = fields.whole("samples", 1);
        long lines = fields.whole("lines", 1);
        long bands = fields.whole("bands", 1);
        SampleType type = type(name, fields);
        List<Axis> order = order(fields);
        if (fields.whole("file compression", 0, 0) != 0) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    name + ": compressed ENVI data is not read; unpack it first");
        }
        long[] sizes =
                order.stream()
                        .mapToLong(
                                axis ->
                                        switch (axis) {
                                            case LINE -> lines;
                                            case SAMPLE -> samples;
                                            case BAND -> bands;
                                        })
                        .toArray();
        Axes axes = Axes.of(name, sizes, order);
        return new EnviHeader(
                axes,
                fields.whole("header offset", 0, 0),
                type,
                fields.whole("byte order", 0, 0) == 0
                        ? ByteOrder.LITTLE_ENDIAN
                        : ByteOrder.BIG_ENDIAN,
                meaning(fields, type, axes.bands()));
    }

    private static SampleType type(String name, EnviFields fields) {
        long code = fields.whole("data type", 1);
        if (code == 6 || code == 9) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    name + ": ENVI data type " + code + " is complex; real numbers are read");
        }
        return switch ((int) Math.min(code, 99)) {
            case 1 -> SampleType.U8;
            case 2 -> SampleType.I16;
            case 3 -> SampleType.I32;
            case 4 -> SampleType.F32;
            case 5 -> SampleType.F64;
            case 12 -> SampleType.U16;
            case 13 -> SampleType.U32;
            case 14 -> SampleType.I64;
            case 15 -> SampleType.U64;
            default ->
                    throw fields.corrupt(
                            "says 'data type' is " + code + "; 1 to 5 and 12 to 15 are read");
        };
    }

    private static List<Axis> order(EnviFields fields) {
        String interleave = fields.required("interleave");
        return switch (interleave.toLowerCase(Locale.ROOT)) {
            case "bsq" -> Axes.BSQ;
            case "bil" -> Axes.BIL;
            case "bip" -> Axes.BIP;
            default ->
                    throw fields.corrupt(
                            "says 'interleave' is "
                                    + Quoted.of(interleave)
                                    + "; bsq, bil and bip are read");
        };
    }

    private static Cube.Meaning meaning(EnviFields fields, SampleType type, int bands) {
        if (fields.whole("byte order", 0, 0) > 1) {
            throw fields.corrupt("says 'byte order' is neither 0 nor 1");
        }
        double[] list = fields.numbers("bbl", bands);
        boolean[] good = new boolean[list.length];
        for (int band = 0; band < list.length; band++) {
            good[band] = list[band] != 0;
        }
        return new Cube.Meaning(
                fields.number("data ignore value")
                        // As a sample of that type holds it, or 0.1 would match none.
                        .map(
                                value ->
                                        OptionalDouble.of(
                                                type == SampleType.F32
                                                        ? (float) (double) value
                                                        : value))
                        .orElse(OptionalDouble.empty()),
                1,
                0,
                fields.numbers("wavelength", bands),
                good);
    }
}
