package io.metatransformer.modality.xray;

import java.util.Set;

/** Elements that make a picture (PS3.6), group and number. */
final class Tag {
    static final int TRANSFER_SYNTAX = 0x00020010;
    static final int SAMPLES_PER_PIXEL = 0x00280002;
    static final int PHOTOMETRIC = 0x00280004;
    static final int PLANAR = 0x00280006;
    static final int FRAMES = 0x00280008;
    static final int ROWS = 0x00280010;
    static final int COLUMNS = 0x00280011;
    static final int BITS_ALLOCATED = 0x00280100;
    static final int BITS_STORED = 0x00280101;
    static final int HIGH_BIT = 0x00280102;
    static final int REPRESENTATION = 0x00280103;
    static final int PADDING = 0x00280120;
    static final int PADDING_LIMIT = 0x00280121;
    static final int WINDOW_CENTER = 0x00281050;
    static final int WINDOW_WIDTH = 0x00281051;
    static final int INTERCEPT = 0x00281052;
    static final int SLOPE = 0x00281053;
    static final int VOI_FUNCTION = 0x00281056;
    static final int RED_DESCRIPTOR = 0x00281101;
    static final int GREEN_DESCRIPTOR = 0x00281102;
    static final int BLUE_DESCRIPTOR = 0x00281103;
    static final int RED = 0x00281201;
    static final int GREEN = 0x00281202;
    static final int BLUE = 0x00281203;
    static final int MODALITY_LUT = 0x00283000;
    static final int LUT_DESCRIPTOR = 0x00283002;
    static final int LUT_DATA = 0x00283006;
    static final int VOI_LUT = 0x00283010;
    static final int PIXEL_DATA = 0x7FE00010;

    static final Set<Integer> PICTURE =
            Set.of(
                    SAMPLES_PER_PIXEL,
                    PHOTOMETRIC,
                    PLANAR,
                    FRAMES,
                    ROWS,
                    COLUMNS,
                    BITS_ALLOCATED,
                    BITS_STORED,
                    HIGH_BIT,
                    REPRESENTATION,
                    PADDING,
                    PADDING_LIMIT,
                    WINDOW_CENTER,
                    WINDOW_WIDTH,
                    INTERCEPT,
                    SLOPE,
                    VOI_FUNCTION,
                    RED_DESCRIPTOR,
                    GREEN_DESCRIPTOR,
                    BLUE_DESCRIPTOR,
                    RED,
                    GREEN,
                    BLUE,
                    MODALITY_LUT,
                    VOI_LUT);

    static final Set<Integer> TABLE = Set.of(LUT_DESCRIPTOR, LUT_DATA);

    private Tag() {}
}
