package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.Frame;
import io.metatransformer.raster.Image8;
import io.metatransformer.raster.Rows8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The frames of a video that were chosen, resized and cropped.
 *
 * @param images in order of the clip
 * @param indices of those frames in the video, counted from 0
 * @param seconds of their presentation after the first frame, where the file tells
 * @param frame where their pixels lie in the video's
 * @param count of the video's frames
 */
record Take(
        List<Image8> images, int[] indices, Optional<double[]> seconds, Frame frame, int count) {

    /**
     * Watches a film, twice if it has another number of frames than it announces: the number decides which are chosen.
     * Where the announcement is to be trusted, nothing after the last chosen frame is looked at.
     *
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for a film without frames
     */
    static Take of(Film film, VideoOptions options, String name) {
        int count = Math.max(1, film.announced());
        for (int watched = 0; watched < 2; watched++) {
            Collector collector = new Collector(options, name, options.choice().of(count));
            boolean trusted = watched == 0 && options.trusting();
            int most = trusted ? collector.last() + 1 : Film.ALL;
            int seen = film.watch(most, collector);
            if (seen == 0) {
                throw new MetaTransformerException(
                        ErrorCode.EMPTY_INPUT, name + ": the video has no frame");
            }
            if (seen == (trusted ? most : count)) {
                return collector.take(count);
            }
            count = seen;
        }
        throw new MetaTransformerException(
                ErrorCode.CORRUPT, name + ": the video has another number of frames each time");
    }

    private static final class Collector implements Film.Viewer {
        private final VideoOptions options;
        private final String name;
        private final int[] indices;
        private final Map<Integer, Image8> images = new HashMap<>();
        private final Map<Integer, Double> seconds = new HashMap<>();
        private Frame frame;

        Collector(VideoOptions options, String name, int[] indices) {
            this.options = options;
            this.name = name;
            this.indices = indices;
            for (int index : indices) {
                images.put(index, null);
            }
        }

        int last() {
            return Arrays.stream(indices).max().orElseThrow();
        }

        @Override
        public void see(int index, Film.Shot shot) {
            if (!images.containsKey(index)) {
                return;
            }
            Rows8 picture = shot.picture();
            if (frame == null) {
                frame = options.frame(picture.width(), picture.height());
                Clip.checkSize(name, indices.length, frame.height(), frame.width());
            }
            images.put(index, frame.applyBilinear(picture));
            OptionalDouble time = shot.seconds();
            if (time.isPresent() && Double.isFinite(time.getAsDouble())) {
                seconds.put(index, time.getAsDouble());
            }
        }

        Take take(int count) {
            List<Image8> all = new ArrayList<>();
            double[] times = new double[indices.length];
            boolean timed = true;
            for (int t = 0; t < indices.length; t++) {
                all.add(images.get(indices[t]));
                times[t] = seconds.getOrDefault(indices[t], 0.0);
                timed &= seconds.containsKey(indices[t]);
            }
            return new Take(
                    all, indices, timed ? Optional.of(times) : Optional.empty(), frame, count);
        }
    }
}
