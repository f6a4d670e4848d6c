/**
 * Questions as a stream: a line for each item, answered while others still arrive; section 5.6 of the contract.
 * Whatever the length of a stream, only a window of its lines is held at a time.
 */
package io.metatransformer.server.stream;
