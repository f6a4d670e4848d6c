/**
 * Requests as parts of a distributed trace (W3C Trace Context): the context is taken over, handed back, and every
 * stage of a request is a span for whoever listens.
 */
package io.metatransformer.server.trace;
