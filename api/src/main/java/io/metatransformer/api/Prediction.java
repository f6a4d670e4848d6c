package io.metatransformer.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The answer of a head. Sealed, so that every door (HTTP, bus, command line) can carry every kind. */
public sealed interface Prediction {

    /**
     * One vector, or one per token.
     *
     * @param vectors {@code [D]} when pooled, {@code [N, D]} when not
     * @param space the name of the space in which such vectors may be compared with those of other
     *     modalities, absent if there is none
     */
    record Embedding(Tensor vectors, Optional<String> space) implements Prediction {
        public Embedding {
            if (vectors.rank() != 1 && vectors.rank() != 2) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH, "an embedding is [D] or [N, D], got " + vectors);
            }
        }
    }

    /**
     * Scored labels, best first; ties in order of index.
     *
     * @param exclusive whether the scores are a distribution over the classes (softmax) rather than
     *     independent probabilities (sigmoid)
     */
    record Classes(List<Label> labels, boolean exclusive) implements Prediction {
        public Classes {
            labels = List.copyOf(labels);
        }
    }

    /**
     * @param index row of the label in the head's list, from 0
     * @param score probability in [0, 1]
     */
    record Label(String label, int index, float score) {
        public Label {
            Objects.requireNonNull(label, "label");
        }
    }

    /**
     * Numbers: a regression, or a forecast of horizon × channels.
     *
     * @param values {@code [M]} or {@code [horizon, channels]}, in the unit of the training targets
     * @param names one per value or channel; may be empty
     * @param times one per step of a forecast, ISO 8601; empty otherwise
     */
    record Values(Tensor values, List<String> names, List<String> times) implements Prediction {
        public Values {
            names = List.copyOf(names);
            times = List.copyOf(times);
        }
    }

    /** Boxes in the user's pixels, best first. */
    record Boxes(List<Box> boxes) implements Prediction {
        public Boxes {
            boxes = List.copyOf(boxes);
        }
    }

    /** Edges in pixels of the user's picture: {@code 0 <= left <= right <= width}, likewise down. */
    record Box(float left, float top, float right, float bottom, Label label) {}

    /**
     * One class per pixel.
     *
     * @param classes {@code [height, width]} class indices, in the user's pixels; {@link Target#IGNORED} for a
     *     pixel that the model did not see, since no token covers it
     * @param labels name of each class index
     */
    record Mask(Tensor classes, List<String> labels) implements Prediction {
        public Mask {
            labels = List.copyOf(labels);
        }
    }

    /**
     * One class per point.
     *
     * @param classes {@code [points]} class indices, in the order of the input's points; {@link
     *     Target#IGNORED} for a point that has no place, since its coordinates are no numbers
     * @param labels name of each class index
     */
    record PointLabels(Tensor classes, List<String> labels) implements Prediction {
        public PointLabels {
            labels = List.copyOf(labels);
        }
    }

    /**
     * The items of a gallery that are most alike, best first; ties in order of the gallery.
     *
     * @param space by which a query of another modality than the gallery's was compared; absent where both are
     *     of one modality
     */
    record Neighbours(List<Neighbour> neighbours, Optional<String> space) implements Prediction {
        public Neighbours {
            neighbours = List.copyOf(neighbours);
        }
    }

    /**
     * One item of a gallery.
     *
     * @param id as the gallery was told it
     * @param label what the item shows, such as the identity of a person; absent if the gallery was not told
     * @param camera that the item is from; absent if the gallery was not told
     * @param similarity cosine, in [-1, 1]
     * @param probability of this item among all of the gallery, as CLIP has it: softmax of scaled cosines; absent
     *     for a head without a scale
     */
    record Neighbour(
            String id,
            Optional<String> label,
            Optional<String> camera,
            float similarity,
            Optional<Float> probability) {
        public Neighbour {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(camera, "camera");
            Objects.requireNonNull(probability, "probability");
        }
    }

    /** Generated text. */
    record Text(String text) implements Prediction {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }
}
