package io.metatransformer.api;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The kind of raw data that one tokenizer reads, such as {@code image} or {@code time-series}.
 *
 * <p>The constants are the modalities of the reference (Meta-Transformer, arXiv 2307.10802); a plugin
 * may bring one of its own.
 *
 * @param id lower-case name, as it stands in URLs, folders and bus addresses; {@code [a-z0-9]} first,
 *     then up to 63 of {@code [a-z0-9._-]}
 */
public record Modality(String id) implements Comparable<Modality> {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public static final Modality TEXT = new Modality("text");
    public static final Modality IMAGE = new Modality("image");
    public static final Modality POINT_CLOUD = new Modality("point-cloud");
    public static final Modality AUDIO = new Modality("audio");
    public static final Modality VIDEO = new Modality("video");
    public static final Modality TABULAR = new Modality("tabular");
    public static final Modality GRAPH = new Modality("graph");
    public static final Modality TIME_SERIES = new Modality("time-series");
    public static final Modality HYPERSPECTRAL = new Modality("hyperspectral");
    public static final Modality IMU = new Modality("imu");
    public static final Modality X_RAY = new Modality("x-ray");
    public static final Modality INFRARED = new Modality("infrared");

    /** The twelve modalities of the reference. */
    public static final List<Modality> REFERENCE =
            List.of(
                    TEXT,
                    IMAGE,
                    POINT_CLOUD,
                    AUDIO,
                    VIDEO,
                    TABULAR,
                    GRAPH,
                    TIME_SERIES,
                    HYPERSPECTRAL,
                    IMU,
                    X_RAY,
                    INFRARED);

    /**
     * @throws MetaTransformerException with {@link ErrorCode#INVALID_REQUEST} for an id of another form
     */
    public Modality {
        Objects.requireNonNull(id, "id");
        if (!ID.matcher(id).matches()) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    "a modality id is 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit, got "
                            + Quoted.of(id));
        }
    }

    /** The modality of that id; equal ids are equal modalities. */
    public static Modality of(String id) {
        return new Modality(id);
    }

    @Override
    public int compareTo(Modality other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
