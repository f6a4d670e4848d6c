package io.metatransformer.modality.video;

import io.metatransformer.raster.Rows8;
import java.util.OptionalDouble;

/** A video that can be watched from its start, as often as needed. Belongs to one call, on one thread. */
interface Film extends AutoCloseable {

    /** How many frames there seem to be before any is decoded; what {@link #watch} finds counts. */
    int announced();

    /** To the end. */
    int ALL = Integer.MAX_VALUE;

    /**
     * Shows frames in the order of their presentation, every one of the same size.
     *
     * @param most after which nobody looks any more; {@link #ALL} if the number of all is wanted
     * @return how many were shown: those of the whole film if fewer than {@code most}
     * @throws io.metatransformer.api.MetaTransformerException for what is wrong with the file
     */
    int watch(int most, Viewer viewer);

    @Override
    void close();

    /** Who watches. */
    @FunctionalInterface
    interface Viewer {

        /**
         * @param index of the frame, counted from 0
         * @param shot valid until this call returns
         */
        void see(int index, Shot shot);
    }

    /** One frame as it passes; its picture costs something only if it is asked for. */
    interface Shot {

        /** Gray or RGB of 8 bits, as the user sees it. */
        Rows8 picture();

        /** Time of its presentation in seconds after the first frame, where the file tells. */
        OptionalDouble seconds();
    }
}
