/**
 * The runtime behind one door: {@link io.metatransformer.core.MetaTransformer}. Doors of another kind (HTTP, the
 * event bus, the command line) and programs that embed the platform use the public types of this package and the
 * values they mention; how plugins are kept apart, models opened and batches formed is below, one package each.
 */
package io.metatransformer.core;
