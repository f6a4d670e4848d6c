package io.metatransformer.modality.pointcloud;

import java.util.Optional;

/**
 * What a file holds: N points in its own coordinates and order, as they are, whether finite or not.
 *
 * @param format of the file, such as {@code PLY}
 * @param xyz {@code [N, 3]}
 * @param normals {@code [N, 3]}
 * @param colours red, green, blue: {@code [N, 3]}, usually from 0 to 255
 * @param intensity {@code [N]}
 */
record Cloud(
        String format,
        double[] xyz,
        Optional<float[]> normals,
        Optional<float[]> colours,
        Optional<float[]> intensity) {

    int points() {
        return xyz.length / 3;
    }
}
