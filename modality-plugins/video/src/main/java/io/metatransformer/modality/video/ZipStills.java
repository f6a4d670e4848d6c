package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.PictureFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The picture files of a ZIP archive, unpacked in memory; what they unpack to is counted as it comes. */
final class ZipStills {
    private static final int MAX_NAME = 1024;

    private ZipStills() {}

    private record Packed(String name, ByteBuffer bytes) implements PictureFilm.Still {}

    /**
     * @throws MetaTransformerException with {@link ErrorCode#TRUNCATED}, {@link ErrorCode#CORRUPT}, or {@link
     *     ErrorCode#LIMIT_EXCEEDED} for more files, or more bytes, than are unpacked
     */
    static List<PictureFilm.Still> read(ByteBuffer archive, String name, FilmLimits limits) {
        long most = Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE - 8);
        List<PictureFilm.Still> stills = new ArrayList<>();
        long total = 0;
        long entries = 0;
        try (ZipInputStream zip = open(archive)) {
            for (ZipEntry each; (each = zip.getNextEntry()) != null; ) {
                limits.checkCount(name, ++entries);
                byte[] file = zip.readNBytes((int) (most - total) + 1);
                total += file.length;
                if (total > most) {
                    throw new MetaTransformerException(
                            ErrorCode.LIMIT_EXCEEDED,
                            name + ": the archive unpacks to more than " + most + " bytes");
                }
                if (PictureFormat.of(ByteBuffer.wrap(file)).isPresent()) {
                    stills.add(new Packed(bare(each.getName()), ByteBuffer.wrap(file)));
                }
            }
            return stills;
        } catch (EOFException e) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED, name + ": the ZIP archive ends early", e);
        } catch (IOException | IllegalArgumentException e) { // the latter for names of no encoding
            throw new MetaTransformerException(
                    ErrorCode.CORRUPT, name + ": the ZIP archive is damaged", e);
        } catch (OutOfMemoryError e) {
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    name + ": not enough memory to unpack the ZIP archive",
                    e);
        }
    }

    private static ZipInputStream open(ByteBuffer archive) {
        return new ZipInputStream(new Bytes(archive.duplicate()), StandardCharsets.ISO_8859_1);
    }

    /** Without folders: numbers in their names do not order frames. */
    private static String bare(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.length() <= MAX_NAME ? file : file.substring(0, MAX_NAME);
    }

    private static final class Bytes extends InputStream {
        private final ByteBuffer bytes;

        Bytes(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.hasRemaining() ? bytes.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int count = Math.min(length, bytes.remaining());
            bytes.get(into, offset, count);
            return count == 0 ? -1 : count;
        }
    }
}
