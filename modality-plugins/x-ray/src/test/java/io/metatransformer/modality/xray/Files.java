package io.metatransformer.modality.xray;

import io.metatransformer.raster.PictureLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Files on the class path. */
final class Files {
    private Files() {}

    static byte[] bytes(String resource) {
        try (InputStream in = Files.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DicomFile dicom(String resource) {
        return DicomFile.read(ByteBuffer.wrap(bytes(resource)), resource);
    }

    static PixelForm form(DicomFile dicom) {
        return PixelForm.of(dicom, PictureLimits.DEFAULT);
    }

    /** The samples of one frame as stored. */
    static int[] stored(String resource, int frame) {
        DicomFile dicom = dicom(resource);
        return PixelData.read(dicom, form(dicom), frame, PictureLimits.DEFAULT).values();
    }
}
