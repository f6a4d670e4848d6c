/**
 * Tokens and features as bytes: what crosses the event bus between a node that tokenizes and one that
 * encodes. Small, versioned, and checked before anything is allocated; the JDK alone reads it.
 */
package io.metatransformer.api.wire;
