/** Runs the shared encoder: {@link io.metatransformer.host.TensorFlowEncoder} in this process. */
package io.metatransformer.host;
