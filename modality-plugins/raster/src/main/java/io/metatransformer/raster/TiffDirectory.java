package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The whole numbers of one directory of a TIFF file (TIFF 6.0, section 2), by tag. Values are read when
 * asked for; nothing is allocated by a claimed count that the file does not hold.
 */
final class TiffDirectory {
    private static final int ENTRY = 12;

    /** Of all directories: they may lie on top of each other, so that the file's size is no limit. */
    private static final int MAX_ENTRIES = 1 << 18;

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private record Entry(int type, long count, long at) {}

    private final FileBytes file;
    private final Map<Integer, Entry> entries;

    private TiffDirectory(FileBytes file, Map<Integer, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    static TiffDirectory first(FileBytes bytes) {
        FileBytes file = inItsOrder(bytes);
        return at(file, file.u32(4));
    }

    /**
     * The directories of all pages.
     *
     * @param most pages that are read
     */
    static List<TiffDirectory> all(FileBytes bytes, int most) {
        FileBytes file = inItsOrder(bytes);
        List<TiffDirectory> all = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        int entries = 0;
        for (long at = file.u32(4); at != 0; at = file.u32(at + 2 + (long) file.u16(at) * ENTRY)) {
            if (!seen.add(at)) {
                throw file.corrupt("the directories of the pages run in a circle");
            }
            if (all.size() == most) {
                throw file.refusal(
                        ErrorCode.LIMIT_EXCEEDED,
                        "more than " + most + " pages; at most so many are read");
            }
            entries += file.u16(at);
            if (entries > MAX_ENTRIES) {
                throw file.refusal(
                        ErrorCode.LIMIT_EXCEEDED,
                        "the directories have more than " + MAX_ENTRIES + " entries together");
            }
            all.add(at(file, at));
        }
        return all;
    }

    private static FileBytes inItsOrder(FileBytes bytes) {
        FileBytes file =
                bytes.order(
                        bytes.startsWith("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (file.u16(2) != 42) {
            throw file.unsupported(
                    "TIFF of version "
                            + file.u16(2)
                            + " is not read; 42, which is not BigTIFF, is");
        }
        return file;
    }

    private static TiffDirectory at(FileBytes file, long at) {
        int count = file.u16(at);
        Map<Integer, Entry> entries = new HashMap<>();
        for (int i = 0; i < count; i++) {
            long entry = at + 2 + (long) i * ENTRY;
            entries.putIfAbsent(file.u16(entry), entry(file, entry));
        }
        return new TiffDirectory(file, entries);
    }

    private static Entry entry(FileBytes file, long at) {
        int type = file.u16(at + 2);
        long count = file.u32(at + 4);
        boolean inside = count * size(type) <= 4;
        return new Entry(type, count, inside ? at + 8 : file.u32(at + 8));
    }

    private static int size(int type) {
        return switch (type) {
            case SHORT -> 2;
            case LONG -> 4;
            default -> 1;
        };
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** The first value of a tag, if the directory has it as whole numbers. */
    OptionalLong value(int tag) {
        Entry entry = entries.get(tag);
        return entry == null || entry.count < 1 || !isWhole(entry)
                ? OptionalLong.empty()
                : OptionalLong.of(read(entry, 0));
    }

    /** All values of a tag; none if the directory does not have it as whole numbers. */
    long[] values(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null || !isWhole(entry)) {
            return new long[0];
        }
        file.slice(entry.at, entry.count * size(entry.type));
        long[] values = new long[(int) entry.count];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(entry, i);
        }
        return values;
    }

    private static boolean isWhole(Entry entry) {
        return entry.type == BYTE || entry.type == SHORT || entry.type == LONG;
    }

    private long read(Entry entry, int i) {
        return switch (entry.type) {
            case SHORT -> file.u16(entry.at + 2L * i);
            case LONG -> file.u32(entry.at + 4L * i);
            default -> file.u8(entry.at + i);
        };
    }
}
