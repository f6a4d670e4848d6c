/**
 * Models on disk: a folder with a manifest that accounts for every file and for where every tensor came from.
 * Read with suspicion, written whole or not at all.
 */
package io.metatransformer.core.model;
