/**
 * Point clouds to tokens.
 *
 * <p>Three stages, each callable alone. Reading turns a file of any of eight formats into points in double precision.
 * Preparation moves them to the origin, scales them and samples the farthest ones. Embedding gathers their neighbours
 * into groups, and a small PointNet makes one token of each group, in one stage or in several (PointPatchEmbed and
 * P3Embed of the reference). Where a token lies is a vector of its own, which the encoder adds before every block.
 *
 * <p>Points are {@code [N, 3]} row-major throughout: N points as files have them, n that are embedded, G groups, k
 * points of a group.
 */
package io.metatransformer.modality.pointcloud;
