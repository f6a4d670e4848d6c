package io.metatransformer.modality.xray;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Quoted;
import io.metatransformer.raster.FileBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A DICOM file (PS3.10): the elements that make a picture, and nothing of the person it shows.
 *
 * @param order of the data set's numbers
 * @param elements of the picture, {@link Tag#PIXEL_DATA} among them
 */
record DicomFile(FileBytes file, TransferSyntax syntax, ByteOrder order, DicomElements elements) {

    private static final int PREAMBLE = 128;
    private static final String MARK = "DICM";
    private static final int META_END = 0x0002FFFF;

    /** Of a data set that was deflated. */
    private static final int MAX_INFLATED = 1 << 28;

    /** Whether a file that starts with {@code head} is one. */
    static boolean recognises(ByteBuffer head) {
        FileBytes start = FileBytes.of(head, "");
        return start.length() >= PREAMBLE + 4 && start.text(PREAMBLE, 4).equals(MARK);
    }

    /** Reads the header of the file, and where its pixels are. */
    static DicomFile read(ByteBuffer bytes, String name) {
        FileBytes file = FileBytes.of(bytes, name).order(ByteOrder.LITTLE_ENDIAN);
        long start = metaEnd(file);
        DicomElements meta =
                DicomElements.read(
                        file.part(0, start),
                        true,
                        PREAMBLE + 4,
                        Set.of(Tag.TRANSFER_SYNTAX),
                        META_END);
        String uid = meta.text(Tag.TRANSFER_SYNTAX);
        TransferSyntax syntax =
                TransferSyntax.of(uid)
                        .orElseThrow(
                                () ->
                                        file.unsupported(
                                                "DICOM of transfer syntax "
                                                        + Quoted.of(uid)
                                                        + " is not read; "
                                                        + TransferSyntax.NAMES
                                                        + " are"));
        FileBytes data = file.order(syntax.order());
        if (syntax == TransferSyntax.DEFLATED) {
            data = inflated(file, start).order(syntax.order());
            start = 0;
        }
        DicomElements elements =
                DicomElements.read(data, syntax.explicit(), start, Tag.PICTURE, Tag.PIXEL_DATA);
        if (elements.find(Tag.PIXEL_DATA).isEmpty()) {
            throw file.corrupt("the DICOM file has no pixel data");
        }
        return new DicomFile(file, syntax, syntax.order(), elements);
    }

    /**
     * Where the data set starts: after group 2, which is always explicit and little-endian, and whose first
     * element says its length.
     */
    private static long metaEnd(FileBytes file) {
        long at = PREAMBLE + 4;
        if (file.u16(at) == 2 && file.u16(at + 2) == 0 && file.u16(at + 6) == 4) {
            return Math.min(file.length(), at + 12 + file.u32(at + 8));
        }
        while (at + 12 <= file.length() && file.u16(at) == 2) {
            boolean wide = file.text(at + 4, 2).matches("OB|OW|SQ|UN|UT|UC|UR");
            at += wide ? 12 + file.u32(at + 8) : 8 + file.u16(at + 6);
        }
        return Math.min(file.length(), at);
    }

    private static FileBytes inflated(FileBytes file, long start) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(file.slice(start, file.length() - start));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] some = new byte[1 << 16];
            int count;
            while ((count = inflater.inflate(some)) > 0) {
                all.write(some, 0, count);
                if (all.size() > MAX_INFLATED) {
                    throw file.refusal(
                            ErrorCode.LIMIT_EXCEEDED,
                            "the data set inflates to more than " + MAX_INFLATED + " bytes");
                }
            }
            return FileBytes.of(ByteBuffer.wrap(all.toByteArray()), file.name());
        } catch (DataFormatException e) {
            throw file.corrupt("the deflated data set is damaged");
        } finally {
            inflater.end();
        }
    }
}
