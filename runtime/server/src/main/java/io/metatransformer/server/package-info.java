/**
 * The doors of the runtime: HTTP and the event bus, over one pipeline.
 *
 * <p>{@link io.metatransformer.server.Server#start} opens them. A surface (native REST, the bus; others later)
 * is a thin adapter: it reads a question in its own spelling, hands it to {@code infer}, and writes the
 * answer in its own spelling. What all surfaces share (identity, limits, deadlines, refusals, shutting
 * down) stands once, in {@code http}, {@code problem} and {@code infer}.
 *
 * <p>Nothing here blocks an event loop: bodies are parsed and written on worker threads, tokenizing and
 * encoding happen on the threads of {@code runtime/core}.
 */
package io.metatransformer.server;
