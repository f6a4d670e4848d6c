/**
 * Time series to tokens: one token per step, or one per patch of steps and channel.
 *
 * <p>Three stages, each callable alone. Reading turns CSV, NPY or JSON into a {@link
 * io.metatransformer.modality.timeseries.RawSeries}: values, and times if the file has them. Preparing fills
 * gaps, scales the values and reads the calendar off the times. Embedding adds a circular convolution of the
 * values, the calendar's vector and the position's vector.
 *
 * <p>Source: {@code DataEmbedding} of the reference's time-series library (Informer, arXiv 2012.07436), and the
 * patches of PatchTST (arXiv 2211.14730).
 */
package io.metatransformer.modality.timeseries;
