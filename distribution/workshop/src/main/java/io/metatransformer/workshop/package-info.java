/** What the build makes for the distribution besides compiling: the default model, the list of third parties. */
package io.metatransformer.workshop;
