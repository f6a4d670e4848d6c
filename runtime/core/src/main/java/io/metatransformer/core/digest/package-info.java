/** SHA-256, by which plugins and the files of models are told apart. */
package io.metatransformer.core.digest;
