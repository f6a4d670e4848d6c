/**
 * Training heads on the frozen encoder, and measuring them: examples, the walk through the epochs, what is
 * kept of features between runs, metrics. The steps themselves are the head's.
 */
package io.metatransformer.core.fit;
