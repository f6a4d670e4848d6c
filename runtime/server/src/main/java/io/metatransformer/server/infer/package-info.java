/**
 * What all surfaces share between a body and an answer: the question, the one call of the runtime, the
 * numbers of the answer.
 */
package io.metatransformer.server.infer;
