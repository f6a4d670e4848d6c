/**
 * Small drawings of inputs for a person, as {@link io.metatransformer.api.TokenizerSession#preview} gives
 * them: SVG built from shapes, plots of channels, thumbnails in PNG. Needs no display and no library.
 */
package io.metatransformer.sketch;
