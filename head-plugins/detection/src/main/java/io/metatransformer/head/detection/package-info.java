/**
 * Features of a picture to boxes around its objects, as Mask R-CNN on a plain ViT (He et al., arXiv 1703.06870; Li et
 * al., arXiv 2203.16527): a pyramid of maps, proposals from anchors, features of each proposal's region, a class and
 * a better box for each.
 *
 * <p>Learned layers run in TensorFlow, geometry in Java. Boxes are flat arrays of {@code x1, y1, x2, y2}; inside the
 * package they count in cells of the token grid times 16, in answers in the user's pixels.
 */
package io.metatransformer.head.detection;
