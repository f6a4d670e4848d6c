/**
 * JSON, read strictly and in one pass, written without a tree: numbers of a large request or answer never
 * become objects.
 */
package io.metatransformer.server.json;
