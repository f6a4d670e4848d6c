/**
 * The {@code metatransformer} command: one class per verb, joined by {@link io.metatransformer.cli.Main}.
 *
 * <p>Answers go to standard output, as a table for people or as JSON for programs; remarks, progress and
 * refusals go to standard error, a refusal as one line. The exit code says whose turn it is ({@link
 * io.metatransformer.cli.ExitCodes}).
 */
package io.metatransformer.cli;
