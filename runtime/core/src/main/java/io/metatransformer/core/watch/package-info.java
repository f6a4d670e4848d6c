/** Folders that are looked at again and again, so that what is dropped into them takes effect. */
package io.metatransformer.core.watch;
