/**
 * Files of numbers and words, read strictly: text is UTF-8 or refused, a row has as many fields as the header
 * or is refused, a number is a number. Sizes are checked before anything grows.
 *
 * <p>Every refusal names the input and, where there is one, the line; never more than 40 characters of content.
 */
package io.metatransformer.tables;
