package io.metatransformer.modality.xray;

import io.metatransformer.raster.FileBytes;

/**
 * A table of a DICOM file (PS3.3, C.11.1.1): numbers from {@code first} on have an entry each, others that of
 * the nearest end.
 *
 * @param bits of an entry
 */
record LookupTable(int[] entries, int first, int bits) {

    /**
     * @param signed whether the first number mapped has a sign
     */
    static LookupTable of(
            FileBytes file, DicomElement descriptor, DicomElement data, boolean signed) {
        int count = descriptor.number(0) == 0 ? 65_536 : descriptor.number(0);
        int first = signed ? descriptor.signed(1) : descriptor.number(1);
        int bits = descriptor.number(2);
        if (bits < 1 || bits > 16) {
            throw file.corrupt("a lookup table of " + bits + " bits, 1 to 16 are possible");
        }
        FileBytes values = data.value();
        boolean bytes = bits <= 8 && values.length() < 2L * count;
        if (values.length() < (bytes ? 1L : 2L) * count) {
            throw file.truncated(
                    "a lookup table of " + count + " entries has " + values.length() + " bytes");
        }
        int[] entries = new int[count];
        for (int i = 0; i < count; i++) {
            entries[i] = bytes ? values.u8(i) : values.u16(2L * i);
        }
        return new LookupTable(entries, first, bits);
    }

    int at(double number) {
        long index = (long) number - first;
        return entries[(int) Math.max(0, Math.min(entries.length - 1, index))];
    }

    /** The entry as a fraction of the largest possible one. */
    double unit(double number) {
        return at(number) / (double) ((1 << bits) - 1);
    }
}
