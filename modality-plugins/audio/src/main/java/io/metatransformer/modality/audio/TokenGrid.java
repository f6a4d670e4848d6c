package io.metatransformer.modality.audio;

/** Tokens of a spectrogram: rows from low to high frequencies, columns in time. */
record TokenGrid(int rows, int cols) {
    /** What AST (arXiv 2104.01778) makes of 128 mel bins and 1024 frames. */
    static final TokenGrid AST = new TokenGrid(12, 101);

    long count() {
        return (long) rows * cols;
    }
}
