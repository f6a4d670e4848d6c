/**
 * From weights to a SavedModel: {@link io.metatransformer.converter.EncoderConfig} says what an encoder looks
 * like, {@link io.metatransformer.converter.EncoderExporter} writes one.
 */
package io.metatransformer.converter;
