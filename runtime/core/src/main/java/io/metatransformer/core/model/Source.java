package io.metatransformer.core.model;

import java.util.Objects;

/**
 * What a model was made from.
 *
 * @param file name of the checkpoint, without its folder
 * @param sha256 of that file, 64 lower-case hex digits
 * @param layout the layout that was recognised, such as {@code meta-transformer}
 * @param converter version of the converter
 */
public record Source(String file, String sha256, String layout, String converter) {
    public Source {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(converter, "converter");
    }
}
