/**
 * Pictures to tokens: a picture is cut into square patches, and each patch becomes one token.
 *
 * <p>Reads PNG, JPEG, WebP, TIFF, BMP and GIF; unless a profile says otherwise the picture is scaled to a
 * shorter edge of 224 px and cropped to 224 x 224 px, then CLIP's mean and deviation are applied per channel.
 * Patches run row by row from the top left.
 */
package io.metatransformer.modality.image;
