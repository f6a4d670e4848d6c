/**
 * Plugins: found on the class path and in a folder, each of the latter behind a class loader of its own,
 * added, replaced and removed while the process runs. A broken one is reported and hurts nobody.
 */
package io.metatransformer.core.plugin;
