package io.metatransformer.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a head should answer for one example, as training and evaluation are told it. Immutable.
 *
 * @since 0.1
 */
public sealed interface Target {

    /** Index of a pixel or point whose class is not known: neither learnt from nor measured. */
    int IGNORED = -1;

    /** One class out of several. */
    record Label(String label) implements Target {
        public Label {
            Objects.requireNonNull(label, "label");
        }
    }

    /** Every class that holds, perhaps none; in order of name. */
    record Labels(Set<String> labels) implements Target {
        public Labels {
            labels = Collections.unmodifiableSet(new TreeSet<>(labels));
        }
    }

    /**
     * An item of a gallery, or a query of which it is known whom it shows.
     *
     * @param id of the item, one of its own
     * @param label what it shows, such as the identity of a person; absent if nobody knows
     * @param camera that it is from: how alike two views of one camera are says little; absent if there is none
     */
    record Item(String id, Optional<String> label, Optional<String> camera) implements Target {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for an id without a character
         */
        public Item {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(camera, "camera");
            if (id.isBlank()) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "an item needs an id of its own, got a blank one");
            }
        }
    }

    /**
     * Numbers in the user's unit.
     *
     * @param values {@code [M]}, or {@code [horizon, channels]}; all finite
     */
    record Numbers(Tensor values) implements Target {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} for NaN or an infinity
         */
        public Numbers {
            SeriesShapes.requireFinite("a target", values);
        }
    }

    /**
     * How a series goes on, with what it takes to say how good an answer is.
     *
     * @param values {@code [horizon, channels]} in the user's unit; all finite
     * @param past {@code [steps, channels]} what was known before, in the same unit; all finite
     * @param deviation {@code [channels]} of the training data, above 0: errors are told in it, too
     * @param season steps after which the series tends to repeat itself, 1 for none
     */
    record Continuation(Tensor values, Tensor past, Tensor deviation, int season)
            implements Target {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for shapes that do not go
         *     together, {@link ErrorCode#NON_FINITE} for NaN or an infinity
         */
        public Continuation {
            SeriesShapes.require("a continuation", values, 2);
            SeriesShapes.require("its past", past, 2);
            SeriesShapes.require("its deviation", deviation, 1);
            int channels = values.size(1);
            if (past.size(1) != channels || deviation.size(0) != channels || season < 1) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "values "
                                + values
                                + ", past "
                                + past
                                + ", deviation "
                                + deviation
                                + " and season "
                                + season
                                + " do not go together");
            }
        }
    }

    /**
     * A series of which some entries were hidden from the input: those alone are learnt and measured.
     *
     * @param values {@code [steps, channels]} in the user's unit; all finite
     * @param hidden the shape of the values: 1 where an entry was hidden, else 0
     */
    record Hidden(Tensor values, Tensor hidden) implements Target {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for shapes that do not go
         *     together, {@link ErrorCode#NON_FINITE} for NaN or an infinity
         */
        public Hidden {
            SeriesShapes.require("a series", values, 2);
            SeriesShapes.require("what is hidden", hidden, 2);
            if (!Arrays.equals(values.shape(), hidden.shape())) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "what is hidden must have the shape of the values, got "
                                + hidden
                                + " for "
                                + values);
            }
        }
    }

    /**
     * One class per pixel.
     *
     * @param classes {@code [height, width]} indices into {@code labels}, in the user's pixels; {@link
     *     #IGNORED} where no answer counts
     * @param labels name of each class index, at least one
     */
    record Mask(Tensor classes, List<String> labels) implements Target {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another rank, {@link
         *     ErrorCode#SCHEMA_MISMATCH} for an index that no label has
         */
        public Mask {
            labels = List.copyOf(labels);
            Indices.check("a mask", classes, 2, labels.size());
        }
    }

    /**
     * One class per point.
     *
     * @param classes {@code [points]} indices into {@code labels}, in the order of the input's points; {@link
     *     #IGNORED} where no answer counts
     * @param labels name of each class index, at least one
     */
    record PointLabels(Tensor classes, List<String> labels) implements Target {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another rank, {@link
         *     ErrorCode#SCHEMA_MISMATCH} for an index that no label has
         */
        public PointLabels {
            labels = List.copyOf(labels);
            Indices.check("labels of points", classes, 1, labels.size());
        }
    }

    /**
     * Every object of a picture, perhaps none.
     *
     * @param boxes in the user's pixels
     */
    record Boxes(List<Box> boxes) implements Target {
        public Boxes {
            boxes = List.copyOf(boxes);
        }
    }

    /**
     * Edges in pixels of the user's picture, from its top left corner.
     *
     * @param label class of the object
     */
    record Box(float left, float top, float right, float bottom, String label) {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for a box without an
         *     inside
         */
        public Box {
            Objects.requireNonNull(label, "label");
            if (!(left < right && top < bottom)
                    || !Float.isFinite(right - left)
                    || !Float.isFinite(bottom - top)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "a box has left < right and top < bottom, got "
                                + left
                                + ", "
                                + top
                                + ", "
                                + right
                                + ", "
                                + bottom);
            }
        }
    }
}
