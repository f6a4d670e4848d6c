package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.FileBytes;
import io.metatransformer.raster.Rows8;
import java.util.OptionalDouble;

/** An animated GIF file: every picture of it, as it stands on the screen, is a frame. */
final class GifFilm implements Film {
    private static final int MAX_BYTES = 1 << 28;

    private final GifBlocks blocks;
    private final boolean lenient;

    private GifFilm(GifBlocks blocks, boolean lenient) {
        this.blocks = blocks;
        this.lenient = lenient;
    }

    static GifFilm open(Input input, VideoOptions options) {
        FileBytes file = FileBytes.of(input.bytes(MAX_BYTES), input.name());
        GifBlocks blocks = GifBlocks.of(file, options.limits(), options.lenient());
        // The screen, and what it was before, each pixel in 4 bytes.
        options.limits().ofPictures().check(file, blocks.width(), blocks.height(), 64, 1);
        return new GifFilm(blocks, options.lenient());
    }

    @Override
    public int announced() {
        return blocks.pictures().size();
    }

    @Override
    public int watch(int most, Viewer viewer) {
        GifScreen screen = new GifScreen(blocks);
        int index = 0;
        double hundredths = 0;
        for (GifBlocks.Picture picture : blocks.pictures()) {
            if (index == most) {
                break;
            }
            try {
                screen.show(picture);
            } catch (MetaTransformerException damage) {
                boolean inData =
                        damage.code() == ErrorCode.TRUNCATED || damage.code() == ErrorCode.CORRUPT;
                if (lenient && inData && index > 0) {
                    return index;
                }
                throw damage;
            }
            viewer.see(index++, new Shown(screen, hundredths / 100));
            hundredths += picture.delay();
        }
        return index;
    }

    private record Shown(Rows8 picture, double time) implements Shot {
        @Override
        public OptionalDouble seconds() {
            return OptionalDouble.of(time);
        }
    }

    @Override
    public void close() {
        // holds nothing but memory of the JVM
    }
}
