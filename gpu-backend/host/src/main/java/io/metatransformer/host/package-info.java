/**
 * Runs the shared encoder: {@link io.metatransformer.host.TensorFlowEncoder} in this process, {@link
 * io.metatransformer.host.EncoderVerticle} for others on the event bus, and {@link
 * io.metatransformer.host.EventBusEncoder} by asking such a one. All give the same features.
 */
package io.metatransformer.host;
