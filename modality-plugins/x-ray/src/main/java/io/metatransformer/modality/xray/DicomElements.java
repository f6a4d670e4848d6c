package io.metatransformer.modality.xray;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.raster.FileBytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks the elements of a data set (PS3.5, section 7) and keeps those that are asked for. Everything else is
 * stepped over, so that time and memory depend on the file's length and not on what it claims.
 */
final class DicomElements {
    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_END = 0xFFFEE00D;
    private static final int SEQUENCE_END = 0xFFFEE0DD;
    private static final int MAX_DEPTH = 64;

    /** Types whose length has 4 bytes, after 2 that are not used. */
    private static final Set<String> LONG =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final FileBytes file;
    private final boolean explicit;
    private final Map<Integer, DicomElement> kept = new HashMap<>();
    private long at;

    /** An element's head: where its value starts, and how long it says that it is. */
    private record Head(int tag, String type, long start, long length) {}

    private DicomElements(FileBytes file, boolean explicit, long from) {
        this.file = file;
        this.explicit = explicit;
        this.at = from;
    }

    /**
     * Reads up to and including the element {@code last}, whose value is everything after its head where its
     * length is not defined.
     *
     * @param file in the byte order of the data set
     * @param wanted elements to keep
     */
    static DicomElements read(
            FileBytes file, boolean explicit, long from, Set<Integer> wanted, int last) {
        DicomElements elements = new DicomElements(file, explicit, from);
        elements.walk(wanted, last);
        return elements;
    }

    private void walk(Set<Integer> wanted, int last) {
        while (at < file.length()) {
            Head head = head(explicit);
            if (Integer.compareUnsigned(head.tag, last) > 0) {
                return;
            }
            if (head.tag == last) {
                long rest = file.length() - head.start;
                long length = head.length == UNDEFINED ? rest : Math.min(rest, head.length);
                keep(head, length);
                return;
            }
            if (head.length == UNDEFINED) {
                skipSequence(head.type.equals("UN") ? false : explicit, 1);
                if (wanted.contains(head.tag)) {
                    keep(head, at - head.start);
                }
                continue;
            }
            if (head.length > file.length() - head.start) {
                throw file.truncated(
                        "an element of "
                                + head.length
                                + " bytes starts at byte "
                                + head.start
                                + " of "
                                + file.length());
            }
            if (wanted.contains(head.tag)) {
                keep(head, head.length);
            }
            at = head.start + head.length;
        }
    }

    private void keep(Head head, long length) {
        kept.putIfAbsent(
                head.tag, new DicomElement(head.tag, head.type, file.part(head.start, length)));
    }

    private Head head(boolean typed) {
        int tag = file.u16(at) << 16 | file.u16(at + 2);
        if (!typed || tag == ITEM || tag == ITEM_END || tag == SEQUENCE_END) {
            Head head = new Head(tag, "", at + 8, file.u32(at + 4));
            at = head.start;
            return head;
        }
        String type = file.text(at + 4, 2);
        if (!type.matches("[A-Z]{2}")) {
            throw file.corrupt("byte " + at + " starts no element with a type");
        }
        boolean wide = LONG.contains(type);
        Head head =
                new Head(
                        tag,
                        type,
                        at + (wide ? 12 : 8),
                        wide ? file.u32(at + 8) : file.u16(at + 6));
        at = head.start;
        return head;
    }

    /** Steps over the items of a sequence of undefined length, up to its end mark. */
    private void skipSequence(boolean typed, int depth) {
        if (depth > MAX_DEPTH) {
            throw file.refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    "sequences are nested more than " + MAX_DEPTH + " deep");
        }
        while (true) {
            Head item = head(typed);
            if (item.tag == SEQUENCE_END) {
                return;
            }
            if (item.tag != ITEM) {
                throw file.corrupt("a sequence holds something else than items");
            }
            if (item.length == UNDEFINED) {
                skipItem(typed, depth);
            } else {
                skip(item);
            }
        }
    }

    private void skipItem(boolean typed, int depth) {
        while (true) {
            Head head = head(typed);
            if (head.tag == ITEM_END) {
                return;
            }
            if (head.length == UNDEFINED) {
                skipSequence(head.type.equals("UN") ? false : typed, depth + 1);
            } else {
                skip(head);
            }
        }
    }

    private void skip(Head head) {
        file.slice(head.start, head.length);
        at = head.start + head.length;
    }

    Optional<DicomElement> find(int tag) {
        return Optional.ofNullable(kept.get(tag));
    }

    /** The first 16-bit number of an element, or {@code otherwise} if there is no such element or no value. */
    int number(int tag, int otherwise) {
        return find(tag)
                .filter(e -> e.value().length() > 0)
                .map(DicomElement::number)
                .orElse(otherwise);
    }

    /** The decimal numbers of an element; none if there is no such element. */
    double[] decimals(int tag) {
        return find(tag).map(DicomElement::decimals).orElse(new double[0]);
    }

    String text(int tag) {
        return find(tag).map(DicomElement::text).orElse("");
    }

    /** The elements of the first item of a sequence. */
    Optional<DicomElements> firstItem(int sequence, Set<Integer> wanted) {
        return find(sequence)
                .filter(e -> e.value().length() > 8)
                .map(
                        e -> {
                            FileBytes items = e.value();
                            if (items.u16(0) != ITEM >>> 16 || items.u16(2) != (ITEM & 0xFFFF)) {
                                throw file.corrupt(
                                        "sequence " + e.shown() + " does not start with an item");
                            }
                            long length = items.u32(4);
                            FileBytes item =
                                    length == UNDEFINED ? items : items.part(0, 8 + length);
                            return read(
                                    item, explicit && !e.type().equals("UN"), 8, wanted, ITEM_END);
                        });
    }
}
