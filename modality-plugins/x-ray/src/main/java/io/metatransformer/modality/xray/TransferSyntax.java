package io.metatransformer.modality.xray;

import java.nio.ByteOrder;
import java.util.Optional;

/** How a DICOM file is encoded (PS3.5, annex A): those that are read. */
enum TransferSyntax {
    IMPLICIT("1.2.840.10008.1.2", false, Form.NATIVE),
    EXPLICIT("1.2.840.10008.1.2.1", true, Form.NATIVE),
    DEFLATED("1.2.840.10008.1.2.1.99", true, Form.NATIVE),
    EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", true, Form.NATIVE),
    RLE("1.2.840.10008.1.2.5", true, Form.RLE),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", true, Form.JPEG),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", true, Form.JPEG),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", true, Form.JPEG),
    JPEG_LOSSLESS_FIRST_ORDER("1.2.840.10008.1.2.4.70", true, Form.JPEG);

    /** What the pixel data is. */
    enum Form {
        /** Samples one after the other. */
        NATIVE,
        /** Frames in fragments, each run-length coded. */
        RLE,
        /** Frames in fragments, each a JPEG file. */
        JPEG
    }

    static final String NAMES =
            "implicit, explicit, big-endian and deflated, RLE, JPEG baseline, extended and lossless";

    private final String uid;
    private final boolean explicit;
    private final Form form;

    TransferSyntax(String uid, boolean explicit, Form form) {
        this.uid = uid;
        this.explicit = explicit;
        this.form = form;
    }

    static Optional<TransferSyntax> of(String uid) {
        for (TransferSyntax syntax : values()) {
            if (syntax.uid.equals(uid)) {
                return Optional.of(syntax);
            }
        }
        return Optional.empty();
    }

    /** Whether every element says what type its value is. */
    boolean explicit() {
        return explicit;
    }

    ByteOrder order() {
        return this == EXPLICIT_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    Form form() {
        return form;
    }
}
