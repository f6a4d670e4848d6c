/**
 * Answers as pictures for a person: boxes and masks over what was read, forecasts beside what went before, labels of
 * points in space, and bars of whatever is a list of numbers.
 *
 * <p>PNG through {@code java.awt}, headless. Letters need a font: a JRE for servers may come without any, and then
 * every drawing is refused with what to install.
 */
package io.metatransformer.drawing;
