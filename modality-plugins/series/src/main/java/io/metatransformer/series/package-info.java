/**
 * What tokenizers of sampled signals do alike: filling gaps, scaling channels, the input of a circular
 * convolution, vectors of positions, times and what the calendar says of them. Plain arrays, {@code [L, C]} row-major: L steps, C channels.
 */
package io.metatransformer.series;
