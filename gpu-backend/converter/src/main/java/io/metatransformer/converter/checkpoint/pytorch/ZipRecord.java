package io.metatransformer.converter.checkpoint.pytorch;

/**
 * One record of a zip archive, as the central directory has it.
 *
 * @param crc CRC-32 of the plain bytes
 * @param stored bytes in the file
 * @param size plain bytes
 * @param at where in the file its bytes start
 */
record ZipRecord(String name, boolean deflated, long crc, long stored, long size, long at) {}
