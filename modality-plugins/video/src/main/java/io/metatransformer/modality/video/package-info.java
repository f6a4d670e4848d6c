/**
 * Videos to tokens: frames are chosen, scaled and cropped as VideoMAE does (Tong et al., NeurIPS 2022), and cut into tubes
 * of a few frames by a square of pixels; each tube becomes one token.
 *
 * <p>Tubes run by time, then row by row from the top left. MP4, Matroska and AVI are decoded by FFmpeg, if the host has
 * it; animated GIF, and pictures in a folder or a ZIP archive, are read in Java.
 */
package io.metatransformer.modality.video;
