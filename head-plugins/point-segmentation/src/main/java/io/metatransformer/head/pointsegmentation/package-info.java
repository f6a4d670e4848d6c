/**
 * Features of a point cloud to one label per point of its file: what the tokens say is carried to every point by
 * the three nearest places where it is known, joined with what is known of the point itself, and decided there.
 */
package io.metatransformer.head.pointsegmentation;
