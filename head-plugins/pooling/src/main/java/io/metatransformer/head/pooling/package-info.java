/**
 * Features to one vector: {@code [N, D]} rows are normalised if the model says so, then pooled in one or
 * several ways, {@code cls,max,mean}, one after the other. Several heads start like this, then have learned
 * layers of their own: a {@link io.metatransformer.head.pooling.PooledTask}, which is asked and trained here.
 *
 * <p>Source: the heads of the reference, which differ in nothing else before their first linear layer.
 */
package io.metatransformer.head.pooling;
