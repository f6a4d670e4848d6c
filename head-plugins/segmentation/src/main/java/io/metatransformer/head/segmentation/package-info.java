/**
 * One class per pixel: a grid of features is decoded to a map of class scores, which is enlarged to the
 * user's picture.
 *
 * <p>Sources: UPerNet (Xiao et al., arXiv 1807.10221), fully convolutional networks (Long et al., arXiv
 * 1411.4038) and Panoptic FPN (Kirillov et al., arXiv 1901.02446), in the layers of mm-segmentation, which the
 * reference uses.
 */
package io.metatransformer.head.segmentation;
