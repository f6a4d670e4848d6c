/** From weights to a SavedModel. {@link io.metatransformer.converter.EncoderConfig} says what an encoder looks like. */
package io.metatransformer.converter;
