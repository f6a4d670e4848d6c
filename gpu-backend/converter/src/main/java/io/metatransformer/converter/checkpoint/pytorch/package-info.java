/**
 * PyTorch's {@code .pth} files, read without executing anything.
 *
 * <p>Both containers are known: the zip archive (PyTorch 1.6 and later) and the stream before it. A small
 * interpreter runs the pickle inside and can make nothing but inert values ({@link
 * io.metatransformer.converter.checkpoint.pytorch.Inert}) and descriptions of tensors; their bytes are read
 * later, by position, one tensor at a time.
 */
package io.metatransformer.converter.checkpoint.pytorch;
