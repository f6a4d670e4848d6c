/**
 * One grid of features to maps of four sizes: what heads that look for small and large things alike need of
 * a plain vision transformer, whose tokens are all of one size.
 *
 * <p>Source: the simple feature pyramid of Li et al., arXiv 2203.16527, in the layers of the reference's
 * detection backbone.
 */
package io.metatransformer.head.pyramid;
