package io.metatransformer.modality.tabular;

/**
 * One row as the embedding reads it.
 *
 * @param words number of each categorical column's word within its own vocabulary, from 1; 0 for an unknown word
 *     and for no value
 * @param numbers scaled value of each continuous column
 * @param unseen how many words are not in their vocabulary
 */
record EncodedRow(int[] words, float[] numbers, int unseen) {}
