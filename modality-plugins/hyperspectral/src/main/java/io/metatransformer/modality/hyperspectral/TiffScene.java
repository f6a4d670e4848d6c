package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.Picture;
import io.metatransformer.raster.PictureFormat;
import io.metatransformer.raster.PictureLimits;
import io.metatransformer.raster.PictureReader;
import java.nio.ByteBuffer;
import java.util.List;

/** A scene as TIFF: samples of a pixel are bands, or every page is one. */
final class TiffScene {
    private static final int MAX_PAGES = 4096;

    private TiffScene() {}

    static boolean recognises(ByteBuffer head) {
        return PictureFormat.of(head).filter(PictureFormat.TIFF::equals).isPresent();
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for pages that differ in size, or
     *     of several samples each
     */
    static Cube read(String name, ByteBuffer bytes) {
        List<Picture> pages = PictureReader.pages(bytes, name, PictureLimits.DEFAULT, MAX_PAGES);
        if (pages.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": the TIFF file has no page of its own");
        }
        Picture first = pages.get(0);
        long lines = first.height();
        long samples = first.width();
        if (pages.size() == 1) {
            long[] sizes = {lines, samples, first.form().channels()};
            return cube(Axes.of(name, sizes, Axes.BIP), pages);
        }
        for (Picture page : pages) {
            boolean fits = page.width() == samples && page.height() == lines;
            if (!fits || page.form().channels() != 1) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        name
                                + ": a TIFF file of several pages has one band on each, all of one size; got "
                                + first
                                + " and "
                                + page);
            }
        }
        return cube(Axes.of(name, new long[] {pages.size(), lines, samples}, Axes.BSQ), pages);
    }

    private static Cube cube(Axes axes, List<Picture> pages) {
        return new Cube(axes, new PageSamples(pages), Cube.Meaning.PLAIN);
    }

    /** Rows of pictures, page after page. */
    private static final class PageSamples implements Samples {
        private final List<Picture> pages;
        private final int rows;
        private final double[] row;
        private long loaded = -1;

        PageSamples(List<Picture> pages) {
            Picture first = pages.get(0);
            this.pages = pages;
            this.rows = first.height();
            this.row = new double[Math.multiplyExact(first.width(), first.form().channels())];
        }

        @Override
        public void read(long index, double[] into, int count) {
            for (int done = 0; done < count; ) {
                long wanted = (index + done) / row.length;
                if (wanted != loaded) {
                    pages.get((int) (wanted / rows)).row((int) (wanted % rows), row);
                    loaded = wanted;
                }
                int from = (int) ((index + done) % row.length);
                int now = Math.min(count - done, row.length - from);
                System.arraycopy(row, from, into, done, now);
                done += now;
            }
        }

        @Override
        public void close() {}
    }
}
