/**
 * Features to numbers: a norm, pooling to one vector, a second norm or a learned transform, one linear layer, and
 * the way back from standardised values to the user's unit.
 */
package io.metatransformer.head.regression;
