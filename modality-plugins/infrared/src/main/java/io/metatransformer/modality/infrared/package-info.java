/**
 * Infrared pictures to tokens: as pictures are read, with the range of deeper samples brought to 0 to 1 first.
 *
 * <p>Reads 8-bit pictures, 16-bit counts, temperatures in hundredths of a kelvin and floating-point ones with gaps.
 * The reference gives infrared the embedding of pictures and has no pre-processing of its own.
 */
package io.metatransformer.modality.infrared;
