package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Quoted;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a PCD file says of its body (the Point Cloud Library's format, version 0.7).
 *
 * @param points more than a long holds is {@link Long#MAX_VALUE}
 * @param data how the body is written
 * @param lines of the header itself
 */
record PcdHeader(List<Field> fields, long points, String data, int lines) {
    private static final Set<String> KEYS =
            Set.of(
                    "VERSION",
                    "FIELDS",
                    "SIZE",
                    "TYPE",
                    "COUNT",
                    "WIDTH",
                    "HEIGHT",
                    "VIEWPOINT",
                    "POINTS",
                    "DATA");
    private static final int MAX_COUNT = 1 << 16;
    private static final int MAX_STRIDE = 1 << 20;

    /**
     * One column, or several of one name.
     *
     * @param bytes of one value
     * @param type {@code F} floating point, {@code I} signed, {@code U} unsigned
     * @param count values of one point
     * @param offset bytes of a point before this field
     */
    record Field(String name, int bytes, char type, int count, int offset) {

        /** Bytes of one point. */
        int stride() {
            return bytes * count;
        }

        /** Red, green and blue in the lower 24 bits, be they of a whole or a floating-point number. */
        boolean isPackedColour() {
            return bytes == Integer.BYTES && (name.equals("rgb") || name.equals("rgba"));
        }

        double read(ByteBuffer data, int at) {
            if (type == 'F') {
                return bytes == Float.BYTES ? data.getFloat(at) : data.getDouble(at);
            }
            long bits =
                    switch (bytes) {
                        case 1 -> data.get(at);
                        case 2 -> data.getShort(at);
                        case 4 -> data.getInt(at);
                        default -> data.getLong(at);
                    };
            if (type == 'I') {
                return bits;
            }
            return bytes == Long.BYTES
                    ? (bits >>> 1) * 2.0 + (bits & 1)
                    : bits & (1L << 8 * bytes) - 1;
        }
    }

    /** Bytes of one point. */
    int stride() {
        return fields.stream().mapToInt(Field::stride).sum();
    }

    /** Values of one point. */
    int values() {
        return fields.stream().mapToInt(Field::count).sum();
    }

    /**
     * @param bytes left where the body starts
     */
    static PcdHeader read(Broken broken, ByteBuffer bytes) {
        HeaderLines lines = new HeaderLines(broken, bytes);
        Map<String, String[]> entries = new HashMap<>();
        while (!entries.containsKey("DATA")) {
            String line = lines.next();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ");
            if (!KEYS.contains(words[0])) {
                throw broken.malformed("has a header line " + Quoted.of(line));
            }
            if (entries.put(words[0], words) != null) {
                throw broken.malformed("has two lines " + words[0]);
            }
        }
        return new Parser(broken, entries).parse(lines.count());
    }

    /** Makes sense of the lines. */
    private record Parser(Broken broken, Map<String, String[]> entries) {

        PcdHeader parse(int lines) {
            String version = one("VERSION");
            if (!version.equals("0.7") && !version.equals(".7")) {
                throw broken.unsupported("is of version " + Quoted.of(version) + "; 0.7 is read");
            }
            List<Field> fields = fields();
            long width = count("WIDTH", one("WIDTH"));
            long height = count("HEIGHT", one("HEIGHT"));
            long points = count("POINTS", one("POINTS"));
            if (Math.multiplyHigh(width, height) != 0 || width * height != points) {
                throw broken.malformed(
                        "has WIDTH " + width + " and HEIGHT " + height + " but POINTS " + points);
            }
            return new PcdHeader(fields, points, one("DATA"), lines);
        }

        private List<Field> fields() {
            String[] names = line("FIELDS");
            String[] sizes = line("SIZE");
            String[] types = line("TYPE");
            String[] counts = entries.containsKey("COUNT") ? line("COUNT") : null;
            if (sizes.length != names.length
                    || types.length != names.length
                    || counts != null && counts.length != names.length) {
                throw broken.malformed("has FIELDS, SIZE, TYPE and COUNT of different lengths");
            }
            List<Field> fields = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            long offset = 0;
            for (int i = 1; i < names.length; i++) {
                long count = counts == null ? 1 : count("COUNT", counts[i]);
                if (count < 1 || count > MAX_COUNT) {
                    throw broken.malformed(
                            "has a field of COUNT "
                                    + count
                                    + "; 1 to "
                                    + MAX_COUNT
                                    + " values are read");
                }
                Field field = field(names[i], sizes[i], types[i], (int) count, (int) offset);
                if (!field.name().equals("_") && !seen.add(field.name())) {
                    throw broken.as(
                            ErrorCode.SCHEMA_MISMATCH, "has two fields " + Quoted.of(field.name()));
                }
                fields.add(field);
                offset += field.stride();
                if (offset > MAX_STRIDE) {
                    throw broken.as(
                            ErrorCode.LIMIT_EXCEEDED,
                            "has points of more than " + MAX_STRIDE + " bytes");
                }
            }
            return fields;
        }

        private Field field(String name, String size, String type, int count, int offset) {
            boolean known =
                    type.equals("F")
                            ? size.matches("[48]")
                            : type.matches("[IU]") && size.matches("[1248]");
            if (!known) {
                throw broken.malformed(
                        "has a field of TYPE "
                                + Quoted.of(type)
                                + " and SIZE "
                                + Quoted.of(size)
                                + "; F takes 4 or 8, I and U take 1, 2, 4 or 8");
            }
            return new Field(name, size.charAt(0) - '0', type.charAt(0), count, offset);
        }

        private String[] line(String key) {
            String[] words = entries.get(key);
            if (words == null || words.length < 2) {
                throw broken.malformed("has no line " + key + " in its header");
            }
            return words;
        }

        private String one(String key) {
            String[] words = line(key);
            if (words.length != 2) {
                throw broken.malformed("has a broken line " + key);
            }
            return words[1];
        }

        private long count(String key, String word) {
            if (!word.matches("[0-9]+")) {
                throw broken.malformed("takes a count as " + key + ", got " + Quoted.of(word));
            }
            return NumberWords.parseCount(word);
        }
    }
}
