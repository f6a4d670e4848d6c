/**
 * The OpenAPI document of the native surface. Its text lies beside these classes as YAML, one file for each thing
 * that a reader looks for; what repeats itself on every operation is written out when it is read.
 */
package io.metatransformer.server.openapi;
