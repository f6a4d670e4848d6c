/** Measures what the command's {@code bench} shows: time per call, and memory over many calls. */
package io.metatransformer.cli.bench;
