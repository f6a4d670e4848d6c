package io.metatransformer.server.infer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the numbers of an embedding are written.
 *
 * @param dtype what each number becomes
 * @param encoding how JSON carries them
 */
public record Spelling(Dtype dtype, Encoding encoding) {

    public static final Spelling DEFAULT = new Spelling(Dtype.FLOAT32, Encoding.FLOAT);

    /** What each number becomes. */
    public enum Dtype {
        FLOAT32,
        FLOAT16,
        /** Whole numbers from -127 to 127, times a {@code scale} of the vector. */
        INT8,
        /** One bit per number, 1 where it is positive; the first one highest in its byte. */
        BINARY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Dtype> of(String word) {
            return Arrays.stream(values()).filter(dtype -> dtype.word().equals(word)).findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Dtype::word).toList();
        }
    }

    /** How JSON carries the numbers. */
    public enum Encoding {
        /** An array of numbers. */
        FLOAT,
        /** A string: base64 of the little-endian bytes. */
        BASE64;

        public static Optional<Encoding> of(String word) {
            return Arrays.stream(values())
                    .filter(encoding -> encoding.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst();
        }
    }
}
