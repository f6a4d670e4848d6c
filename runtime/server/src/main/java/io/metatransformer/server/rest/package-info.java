/** The native surface, {@code /api/v1}: one class per kind of question; section 5 of the network contract. */
package io.metatransformer.server.rest;
