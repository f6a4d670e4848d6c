/**
 * The event-bus surface, {@code mt.v1.*}; section 7 of the network contract. JSON is asked and answered as over
 * HTTP; binary bodies are data as it is, or tokens and features in the form of {@link
 * io.metatransformer.api.wire.Wire}.
 */
package io.metatransformer.server.bus;
