package io.metatransformer.raster;

/**
 * A picture with opacity, laid over one colour: {@code (a c + (255 - a) b) / 255}, rounded to nearest. Gray
 * becomes RGB.
 */
record OverBackground(Picture picture, int[] background) implements Rows8 {

    @Override
    public int width() {
        return picture.width();
    }

    @Override
    public int height() {
        return picture.height();
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public void row(int y, int[] row) {
        int all = picture.form().channels();
        int alpha = picture.form().alpha().getAsInt();
        boolean gray = picture.form().colours() == 1;
        int shift = picture.form().bits() - 8;
        int[] samples = new int[width() * all];
        picture.row(y, samples);
        for (int x = 0; x < width(); x++) {
            int a = samples[x * all + alpha] >> shift;
            for (int c = 0; c < 3; c++) {
                int value = samples[x * all + (gray ? 0 : c)] >> shift;
                row[3 * x + c] = (a * value + (255 - a) * background[c] + 127) / 255;
            }
        }
    }
}
