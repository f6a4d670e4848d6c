/**
 * Signals of accelerometer and gyroscope to tokens.
 *
 * <p>Three stages, each callable alone. Reading finds the time and the six channels of a CSV or NPY file. Windowing
 * brings a piece of the signal to an even rate and scales it. Embedding turns samples into tokens in one of three
 * ways: a token per sample as the reference's time series, a convolution of ten samples as its successor OneLLM
 * (arXiv 2312.03700), or one linear layer per patch.
 *
 * <p>Channels are in the order accelerometer x y z, gyroscope x y z throughout, samples are {@code [L, 6]} row-major,
 * times are in milliseconds.
 */
package io.metatransformer.modality.imu;
