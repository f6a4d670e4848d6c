package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a zip archive's central directory (APPNOTE 6.3, with zip64). PyTorch leaves sizes and checksums out
 * of the local headers, so nothing but the directory counts; the local header only says where data begins.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;

    private static final int END_SIZE = 22;
    private static final int LOCATOR_SIZE = 20;
    private static final int END_64_SIZE = 56;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;

    /** Encrypted, patched, strongly encrypted, masked. */
    private static final int UNREADABLE = 1 | 1 << 5 | 1 << 6 | 1 << 13;

    private static final long SATURATED = 0xffffffffL;

    /** About 100,000 records; the released files have hundreds. */
    private static final int MAX_DIRECTORY = 8 << 20;

    private final Bytes file;
    private long start;
    private long length;
    private long count;

    private ZipDirectory(Bytes file) {
        this.file = file;
    }

    /** All records by name, in the directory's order; folders are left out. */
    static Map<String, ZipRecord> read(Bytes file) {
        ZipDirectory directory = new ZipDirectory(file);
        directory.find();
        return directory.records();
    }

    private void find() {
        int reach = (int) Math.min(file.size(), END_SIZE + 0xffff);
        long tailStart = file.size() - reach;
        ByteBuffer tail = bytes(tailStart, reach);
        int at = reach - END_SIZE;
        while (at >= 0 && !endsHere(tail, at)) {
            at--;
        }
        if (at < 0) {
            throw file.place()
                    .refuse(
                            ErrorCode.TRUNCATED,
                            file.size(),
                            "no zip directory at the end: the file is cut off, download it again");
        }
        long end = tailStart + at;
        count = tail.getShort(at + 10) & 0xffff;
        length = tail.getInt(at + 12) & SATURATED;
        start = tail.getInt(at + 16) & SATURATED;
        boolean oneDisk = tail.getShort(at + 4) == 0 && tail.getShort(at + 6) == 0;
        if (end >= LOCATOR_SIZE && bytes(end - LOCATOR_SIZE, 4).getInt(0) == LOCATOR_64) {
            end = find64(end - LOCATOR_SIZE);
        } else if (!oneDisk) {
            throw corrupt(end, "a zip archive in several parts");
        }
        if (start < 0 || length < 0 || start > end || length > end - start) {
            throw corrupt(end, "the zip directory does not lie inside the file");
        }
        if (length > MAX_DIRECTORY) {
            throw file.place()
                    .refuse(
                            ErrorCode.LIMIT_EXCEEDED,
                            start,
                            "a zip directory of "
                                    + length
                                    + " bytes; at most "
                                    + MAX_DIRECTORY
                                    + " are read");
        }
        if (count < 0 || count > length / CENTRAL_SIZE) {
            throw corrupt(end, "a zip directory too short for " + count + " records");
        }
    }

    private static boolean endsHere(ByteBuffer tail, int at) {
        return tail.getInt(at) == END
                && at + END_SIZE + (tail.getShort(at + 20) & 0xffff) == tail.limit();
    }

    /** Returns where the zip64 end record is. */
    private long find64(long locator) {
        long end = bytes(locator, LOCATOR_SIZE).getLong(8);
        if (end < 0 || end > locator - END_64_SIZE || bytes(end, 4).getInt(0) != END_64) {
            throw corrupt(locator, "no zip64 end record where its locator points");
        }
        ByteBuffer record = bytes(end, END_64_SIZE);
        count = record.getLong(32);
        length = record.getLong(40);
        start = record.getLong(48);
        return end;
    }

    private Map<String, ZipRecord> records() {
        ByteBuffer directory = bytes(start, (int) length);
        Map<String, ZipRecord> byName = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            ZipRecord record = record(directory);
            if (byName.putIfAbsent(record.name(), record) != null) {
                throw corrupt(record.at(), "two records named " + Place.quoted(record.name()));
            }
        }
        refuseOverlaps(byName.values());
        byName.keySet().removeIf(name -> name.endsWith("/"));
        return byName;
    }

    private ZipRecord record(ByteBuffer directory) {
        long here = start + directory.position();
        if (directory.remaining() < CENTRAL_SIZE
                || directory.getInt(directory.position()) != CENTRAL) {
            throw corrupt(here, "the zip directory ends early");
        }
        ByteBuffer fixed = slice(directory, CENTRAL_SIZE);
        int flags = fixed.getShort(8);
        int method = fixed.getShort(10);
        int nameLength = fixed.getShort(28) & 0xffff;
        int extraLength = fixed.getShort(30) & 0xffff;
        int commentLength = fixed.getShort(32) & 0xffff;
        if (directory.remaining() < nameLength + extraLength + commentLength) {
            throw corrupt(here, "the zip directory ends early");
        }
        byte[] rawName = new byte[nameLength];
        directory.get(rawName);
        String name = name(rawName, here);
        ByteBuffer extra = slice(directory, extraLength);
        directory.position(directory.position() + commentLength);

        Wide sizes = new Wide(extra, here);
        long size = sizes.next(fixed.getInt(24));
        long stored = sizes.next(fixed.getInt(20));
        long header = sizes.next(fixed.getInt(42));
        if ((flags & UNREADABLE) != 0) {
            throw unsupported(here, name, "is encrypted or patched");
        }
        if (method != 0 && method != 8) {
            throw unsupported(here, name, "is compressed by method " + (method & 0xffff));
        }
        if (method == 0 && stored != size) {
            throw corrupt(
                    here, Place.quoted(name) + " is stored in another number of bytes than it has");
        }
        long data = dataStart(header, rawName, here);
        if (stored > start - data) {
            throw corrupt(here, Place.quoted(name) + " does not lie inside the file");
        }
        long crc = fixed.getInt(16) & SATURATED;
        return new ZipRecord(name, method == 8, crc, stored, size, data);
    }

    private long dataStart(long header, byte[] name, long here) {
        if (header < 0 || header > start - LOCAL_SIZE) {
            throw corrupt(here, "a record that does not lie inside the file");
        }
        ByteBuffer local = bytes(header, LOCAL_SIZE);
        int nameLength = local.getShort(26) & 0xffff;
        long data = header + LOCAL_SIZE + nameLength + (local.getShort(28) & 0xffff);
        boolean sameName =
                nameLength == name.length
                        && data <= start
                        && bytes(header + LOCAL_SIZE, nameLength).equals(ByteBuffer.wrap(name));
        if (local.getInt(0) != LOCAL || !sameName) {
            throw corrupt(header, "a record's own header contradicts the zip directory");
        }
        return data;
    }

    /** Names are never used as paths; those that look like an attempt to leave a folder are refused. */
    private String name(byte[] raw, long here) {
        String name;
        try {
            name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException e) {
            name = new String(raw, StandardCharsets.ISO_8859_1);
        }
        boolean plain = name.chars().noneMatch(c -> c == '\\' || c < 0x20);
        String folders = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        for (String step : folders.split("/", -1)) {
            plain &= !step.isEmpty() && !step.equals(".") && !step.equals("..");
        }
        if (!plain) {
            throw file.place()
                    .refuse(
                            ErrorCode.INSECURE_CONTENT,
                            here,
                            "a record named " + Place.quoted(name) + ", which is no plain name");
        }
        return name;
    }

    private void refuseOverlaps(Iterable<ZipRecord> records) {
        List<ZipRecord> byPlace = new ArrayList<>();
        records.forEach(byPlace::add);
        byPlace.sort(Comparator.comparingLong(ZipRecord::at));
        long free = 0;
        for (ZipRecord record : byPlace) {
            if (record.stored() > 0 && record.at() < free) {
                throw corrupt(
                        record.at(), Place.quoted(record.name()) + " overlaps another record");
            }
            free = Math.max(free, record.at() + record.stored());
        }
    }

    /** Values that stand in the zip64 extra field when four bytes are too few. */
    private final class Wide {
        private final ByteBuffer field;
        private final long here;

        Wide(ByteBuffer extra, long here) {
            this.field = find(extra);
            this.here = here;
        }

        private static ByteBuffer find(ByteBuffer extra) {
            while (extra.remaining() >= 4) {
                int id = extra.getShort() & 0xffff;
                int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
                ByteBuffer value = slice(extra, length);
                if (id == 1) {
                    return value;
                }
            }
            return extra.limit(extra.position());
        }

        long next(int narrow) {
            if (narrow != -1) {
                return narrow & SATURATED;
            }
            if (field.remaining() < Long.BYTES) {
                throw corrupt(here, "a record of unknown size");
            }
            long wide = field.getLong();
            if (wide < 0) {
                throw corrupt(here, "a record of more than 2^63 bytes");
            }
            return wide;
        }
    }

    private static ByteBuffer slice(ByteBuffer from, int length) {
        ByteBuffer piece = from.slice(from.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        from.position(from.position() + length);
        return piece;
    }

    private ByteBuffer bytes(long at, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        file.read(at, bytes);
        return bytes.flip();
    }

    private MetaTransformerException corrupt(long at, String reason) {
        return file.place().refuse(ErrorCode.CORRUPT, at, reason);
    }

    private MetaTransformerException unsupported(long at, String name, String reason) {
        return file.place().refuse(ErrorCode.UNSUPPORTED, at, Place.quoted(name) + " " + reason);
    }
}
