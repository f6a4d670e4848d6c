package io.metatransformer.raster;

/** The highest 8 bits of a picture's colours. */
record HighBits(Picture picture) implements Rows8 {

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
        return picture.form().colours();
    }

    @Override
    public void row(int y, int[] row) {
        int all = picture.form().channels();
        int kept = channels();
        int[] samples = all == kept ? row : new int[width() * all];
        picture.row(y, samples);
        int shift = picture.form().bits() - 8;
        if (all == kept && shift == 0) {
            return;
        }
        for (int x = 0; x < width(); x++) {
            for (int c = 0; c < kept; c++) {
                row[x * kept + c] = samples[x * all + c] >> shift;
            }
        }
    }
}
