/**
 * The one weight format of this platform: safetensors files, read and written with the JDK alone.
 *
 * <p>A file is 8 bytes of header length (little-endian), a JSON header that gives each tensor its type, shape
 * and range of bytes, then the values, row-major and little-endian. Nothing in it can be executed. {@link
 * io.metatransformer.api.safetensors.Safetensors} refuses a header that leaves any doubt, and reads one tensor
 * at a time, so that a file of several gigabytes needs no more memory than its largest tensor.
 */
package io.metatransformer.api.safetensors;
