/**
 * Pictures for tokenizers: read without altering a value, resized as the reference's tools do, cut into
 * patches, and turned into tokens with class token and positions. A library that picture tokenizers share, not a
 * plugin.
 *
 * <pre>
 *   file ──PictureReader──▶ Picture ──Rows8, Resize──▶ Image8 ──Planes──▶ [C, H, W] ──PatchGrid──▶ [N, C·P·P]
 *                                                                                 ──PatchEmbedding──▶ [N, D]
 * </pre>
 *
 * <p>Sources: Pillow's {@code Resample.c} for the resize, OpenCV's {@code resize.cpp} for the bilinear one,
 * Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, for patches, class token and positions.
 */
package io.metatransformer.raster;
