/**
 * Hyperspectral scenes to tokens: one pixel of a scene is a sequence, each band a token. Every band is scaled to 0
 * to 1 over the scene; a token sees the pixels around its own and the bands beside it, as SpectralFormer (Hong et
 * al., IEEE TGRS 2022) and the reference's Hyper-spectrum scripts read scenes.
 */
package io.metatransformer.modality.hyperspectral;
