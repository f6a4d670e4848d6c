package io.metatransformer.modality.video;

import io.metatransformer.raster.Image8;
import io.metatransformer.raster.Rows8;

/** Pictures turned by quarters. */
final class Turned {
    private Turned() {}

    /**
     * @param quarters of a turn, counter-clockwise: 0 to 3
     */
    static Rows8 of(Rows8 picture, int quarters) {
        if (quarters == 0) {
            return picture;
        }
        int W = picture.width();
        int H = picture.height();
        int C = picture.channels();
        boolean upright = quarters == 2;
        int width = upright ? W : H;
        byte[] turned = new byte[Math.multiplyExact(Math.multiplyExact(W, H), C)];
        int[] row = new int[W * C];
        for (int y = 0; y < H; y++) {
            picture.row(y, row);
            for (int x = 0; x < W; x++) {
                int toX = quarters == 1 ? y : upright ? W - 1 - x : H - 1 - y;
                int toY = quarters == 1 ? W - 1 - x : upright ? H - 1 - y : x;
                for (int c = 0; c < C; c++) {
                    turned[(toY * width + toX) * C + c] = (byte) row[x * C + c];
                }
            }
        }
        return new Image8(width, upright ? H : W, C, turned);
    }
}
