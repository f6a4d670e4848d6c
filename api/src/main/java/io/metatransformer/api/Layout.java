package io.metatransformer.api;

import java.util.Objects;

/**
 * How the ordinary (non-special) tokens of one segment lie, so that a head can answer in space or time
 * without knowing the modality. {@link #length()} is the number of those tokens.
 */
public sealed interface Layout {

    int length();

    /** Tokens row by row from the top left: picture patches, or frequency × time of a spectrogram. */
    record Grid(int rows, int cols) implements Layout {
        public Grid {
            Check.positive("rows", rows);
            Check.positive("cols", cols);
            Check.countable("a grid", rows, cols);
        }

        @Override
        public int length() {
            return rows * cols;
        }
    }

    /** Frames slowest, then rows, then columns: tubes of a clip. */
    record Volume(int frames, int rows, int cols) implements Layout {
        public Volume {
            Check.positive("frames", frames);
            Check.positive("rows", rows);
            Check.positive("cols", cols);
            Check.countable("a volume", frames, rows, cols);
        }

        @Override
        public int length() {
            return frames * rows * cols;
        }
    }

    /**
     * One token per group of points.
     *
     * @param centres {@code [G, 3]}, in the unit of the input after its normalisation
     */
    record Points(Tensor centres) implements Layout {
        public Points {
            Objects.requireNonNull(centres, "centres");
            if (centres.rank() != 2 || centres.size(1) != 3) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH, "centres must be [G, 3], got " + centres);
            }
            Check.positive("centres", centres.size(0));
        }

        @Override
        public int length() {
            return centres.size(0);
        }
    }

    /** Tokens in order of time. */
    record Series(int steps) implements Layout {
        public Series {
            Check.positive("steps", steps);
        }

        @Override
        public int length() {
            return steps;
        }
    }

    /** One token per column or field of a record, in a fixed order. */
    record Rows(int count) implements Layout {
        public Rows {
            Check.positive("count", count);
        }

        @Override
        public int length() {
            return count;
        }
    }

    /** Tokens without an order: nodes and edges of a graph, or one pooled vector. */
    record Set(int count) implements Layout {
        public Set {
            Check.positive("count", count);
        }

        @Override
        public int length() {
            return count;
        }
    }
}
