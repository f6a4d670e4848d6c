package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Both files of an ENVI scene in one ZIP archive: how such a scene is sent as bytes. */
final class EnviZip {
    private static final byte[] MAGIC = {'P', 'K', 3, 4};
    private static final int NAME_LENGTH = 26;
    private static final int NAME = 30;
    private static final int MAX_ENTRIES = 1024;

    private final String name;
    private final Samples.Bytes bytes;

    private EnviZip(String name, Samples.Bytes bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    static boolean isZip(ByteBuffer head) {
        return head.remaining() >= NAME
                && head.slice(head.position(), MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    /** A ZIP archive whose first file has the name of an ENVI header or its data. */
    static boolean recognises(ByteBuffer head) {
        if (!isZip(head)) {
            return false;
        }
        ByteBuffer start = head.slice();
        int length = start.get(NAME_LENGTH) & 0xFF | (start.get(NAME_LENGTH + 1) & 0xFF) << 8;
        if (length > start.remaining() - NAME) {
            return false;
        }
        String first =
                StandardCharsets.UTF_8
                        .decode(start.slice(NAME, length))
                        .toString()
                        .toLowerCase(Locale.ROOT);
        return first.endsWith(EnviFile.HEADER) || EnviFile.DATA.stream().anyMatch(first::endsWith);
    }

    /**
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for an archive without a
     *     header, {@link ErrorCode#TRUNCATED} for one without its data, {@link ErrorCode#CORRUPT}
     */
    static Cube open(String name, Samples.Bytes bytes) {
        EnviZip zip = new EnviZip(name, bytes);
        try {
            Cube cube = zip.cube();
            bytes.close();
            return cube;
        } catch (ZipException e) {
            throw new MetaTransformerException(
                    ErrorCode.CORRUPT, name + ": the ZIP archive is damaged", e);
        } catch (IOException e) { // of an archive at hand: it ends early
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED, name + ": the ZIP archive ends early", e);
        }
    }

    private Cube cube() throws IOException {
        Found header = find(List.of(), EnviHeader.MAX_BYTES);
        EnviHeader parsed = EnviHeader.parse(name, header.content());
        long size = parsed.offset() + parsed.axes().count() * parsed.type().bytes();
        if (size > Room.bytes()) {
            throw tooLarge(size);
        }
        List<String> names = EnviFile.dataNames(header.name());
        Found data = find(names, (int) size);
        return EnviFile.cube(name, parsed, Samples.Bytes.of(data.content()));
    }

    private record Found(String name, ByteBuffer content) {}

    /**
     * @param names of the file that is looked for; none for a header
     * @param most bytes of it that are read
     */
    private Found find(List<String> names, int most) throws IOException {
        long unpacked = 0;
        byte[] skipped = new byte[1 << 13];
        try (ZipInputStream zip = new ZipInputStream(Cursor.stream(bytes, 0, bytes.length()))) {
            int entries = 0;
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                if (++entries > MAX_ENTRIES) {
                    throw new MetaTransformerException(
                            ErrorCode.LIMIT_EXCEEDED,
                            name + ": more than " + MAX_ENTRIES + " files in the ZIP archive");
                }
                if (names.isEmpty() ? isHeader(entry.getName()) : names.contains(entry.getName())) {
                    return new Found(entry.getName(), content(zip, most));
                }
                for (int count; (count = zip.read(skipped)) > 0; ) {
                    unpacked += count;
                    if (unpacked > Room.bytes()) {
                        throw tooLarge(unpacked);
                    }
                }
            }
        } catch (IllegalArgumentException e) { // a name that is no text
            throw new ZipException(e.getMessage());
        }
        if (names.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    name + ": the ZIP archive holds no ENVI header (.hdr)");
        }
        throw EnviFile.withoutData(name);
    }

    private static ByteBuffer content(InputStream zip, int most) throws IOException {
        return ByteBuffer.wrap(zip.readNBytes(most));
    }

    /** Some systems pack a shadow of every file, whose name starts so. */
    private static boolean isHeader(String entry) {
        String file = entry.substring(entry.lastIndexOf('/') + 1);
        return file.toLowerCase(Locale.ROOT).endsWith(EnviFile.HEADER) && !file.startsWith("._");
    }

    private MetaTransformerException tooLarge(long size) {
        return new MetaTransformerException(
                ErrorCode.LIMIT_EXCEEDED,
                name
                        + ": "
                        + size
                        + " bytes in a ZIP archive; at most "
                        + Room.bytes()
                        + " are unpacked in memory here");
    }
}
