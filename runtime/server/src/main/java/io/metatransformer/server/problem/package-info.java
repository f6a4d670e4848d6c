/**
 * Refusals as callers see them: one table of problem types, and the three spellings of an error that
 * clients of the native, the OpenAI-compatible and the Open Inference surface expect.
 */
package io.metatransformer.server.problem;
