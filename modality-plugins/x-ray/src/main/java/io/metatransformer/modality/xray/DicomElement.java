package io.metatransformer.modality.xray;

import io.metatransformer.raster.FileBytes;

/**
 * The value of one element.
 *
 * @param tag group and number, for messages; a value is never shown, since it may say who a patient is
 * @param type two letters; of an implicit file, empty
 */
record DicomElement(int tag, String type, FileBytes value) {

    /** The first of the value's 16-bit numbers. */
    int number() {
        return number(0);
    }

    int number(int index) {
        requireNumber(index);
        return value.u16(2L * index);
    }

    /** As {@link #number(int)}, with a sign. */
    int signed(int index) {
        requireNumber(index);
        return (short) value.u16(2L * index);
    }

    private void requireNumber(int index) {
        if (value.length() < 2 * (index + 1)) {
            throw value.corrupt("element " + shown() + " has no 16-bit number " + (index + 1));
        }
    }

    /** Without the padding at both ends. */
    String text() {
        return value.text(0, value.length()).replace('\0', ' ').strip();
    }

    /** Texts between backslashes, as numbers; none if the value is empty. */
    double[] decimals() {
        String text = text();
        if (text.isEmpty()) {
            return new double[0];
        }
        String[] parts = text.split("\\\\", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Double.parseDouble(parts[i].strip());
            } catch (NumberFormatException e) {
                throw value.corrupt("element " + shown() + " holds no decimal number");
            }
            if (!Double.isFinite(numbers[i])) {
                throw value.corrupt("element " + shown() + " holds no finite number");
            }
        }
        return numbers;
    }

    String shown() {
        return String.format("(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
    }
}
