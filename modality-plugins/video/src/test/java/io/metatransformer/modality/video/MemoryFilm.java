package io.metatransformer.modality.video;

import io.metatransformer.raster.Image8;
import io.metatransformer.raster.Rows8;
import java.util.List;
import java.util.OptionalDouble;

/** Frames in memory, 25 per second, announced with any number. */
record MemoryFilm(List<Image8> frames, int announced) implements Film {

    @Override
    public int watch(int most, Viewer viewer) {
        int count = Math.min(most, frames.size());
        for (int i = 0; i < count; i++) {
            viewer.see(i, new Still(frames.get(i), i / 25.0));
        }
        return count;
    }

    private record Still(Rows8 picture, double time) implements Shot {
        @Override
        public OptionalDouble seconds() {
            return OptionalDouble.of(time);
        }
    }

    @Override
    public void close() {
        // nothing is held
    }
}
