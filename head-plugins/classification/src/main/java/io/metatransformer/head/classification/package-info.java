/**
 * Features to scored labels: a norm, pooling to one vector, a second norm, hidden layers with batch norm, one
 * linear layer, softmax or sigmoid. Every step but pooling and the last layer is an option, which makes the
 * classifiers of the reference one head with different settings.
 */
package io.metatransformer.head.classification;
