package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Quoted;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a PLY file says of its body (Turk, The PLY Polygon File Format, 1994).
 *
 * @param elements in the order of the body
 * @param lines of the header itself
 */
record PlyHeader(Encoding encoding, List<Element> elements, int lines) {

    /** How the body is written. */
    enum Encoding {
        ASCII,
        BINARY_LITTLE_ENDIAN,
        BINARY_BIG_ENDIAN
    }

    /**
     * A kind of things of which the body has {@code count}.
     *
     * @param count {@link Long#MAX_VALUE} if it is larger than that
     */
    record Element(String name, long count, List<Property> properties) {

        /** Bytes of one such thing at least; a list may be empty, and a number in text takes two. */
        long leastBytes(boolean text) {
            return properties.stream()
                    .mapToLong(property -> text ? 2 : property.head().bytes)
                    .sum();
        }
    }

    /**
     * @param length type of a list's length; absent for a single number
     */
    record Property(String name, PlyType type, Optional<PlyType> length) {

        /** The type of what stands there first. */
        PlyType head() {
            return length.orElse(type);
        }
    }

    /**
     * @param bytes left where the body starts
     */
    static PlyHeader read(Broken broken, ByteBuffer bytes) {
        HeaderLines lines = new HeaderLines(broken, bytes);
        if (!lines.next().equals("ply")) {
            throw broken.malformed("does not start with a line 'ply'");
        }
        Encoding encoding = null;
        List<Element> elements = new ArrayList<>();
        for (String line = lines.next(); !line.equals("end_header"); line = lines.next()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "comment", "obj_info", "" -> {}
                case "format" -> {
                    if (encoding != null) {
                        throw broken.malformed("names its format twice");
                    }
                    encoding = encoding(broken, words);
                }
                case "element" -> elements.add(element(broken, words));
                case "property" -> {
                    if (elements.isEmpty()) {
                        throw broken.malformed("has a property before the first element");
                    }
                    elements.get(elements.size() - 1).properties().add(property(broken, words));
                }
                default -> throw broken.malformed("has a header line " + Quoted.of(line));
            }
        }
        if (encoding == null) {
            throw broken.malformed("does not say how it is encoded");
        }
        return new PlyHeader(encoding, elements, lines.count());
    }

    private static Encoding encoding(Broken broken, String[] words) {
        if (words.length != 3) {
            throw broken.malformed("has a broken format line");
        }
        if (!words[2].equals("1.0")) {
            throw broken.unsupported("is of version " + Quoted.of(words[2]) + "; 1.0 is read");
        }
        return switch (words[1]) {
            case "ascii" -> Encoding.ASCII;
            case "binary_little_endian" -> Encoding.BINARY_LITTLE_ENDIAN;
            case "binary_big_endian" -> Encoding.BINARY_BIG_ENDIAN;
            default ->
                    throw broken.unsupported(
                            "is encoded as "
                                    + Quoted.of(words[1])
                                    + "; ascii, binary_little_endian and binary_big_endian are read");
        };
    }

    private static Element element(Broken broken, String[] words) {
        if (words.length != 3 || !words[2].matches("[0-9]+")) {
            throw broken.malformed("has a broken element line");
        }
        return new Element(words[1], NumberWords.parseCount(words[2]), new ArrayList<>());
    }

    private static Property property(Broken broken, String[] words) {
        if (words.length == 3) {
            return new Property(words[2], PlyType.of(broken, words[1]), Optional.empty());
        }
        if (words.length != 5 || !words[1].equals("list")) {
            throw broken.malformed("has a broken property line");
        }
        PlyType length = PlyType.of(broken, words[2]);
        if (!length.isWhole()) {
            throw broken.malformed("has a list whose length is no whole number");
        }
        return new Property(words[4], PlyType.of(broken, words[3]), Optional.of(length));
    }
}
