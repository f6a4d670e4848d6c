/** Makes a model of the platform out of an encoder's weights, whoever trained them. */
package io.metatransformer.cli.importing;
