package io.metatransformer.converter.checkpoint.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zip archives as torch.save does: everything stored, in one folder. */
final class Archive {
    private final Map<String, byte[]> records = new LinkedHashMap<>();

    /** An archive with this pickle and nothing else. */
    static Archive of(byte[] pickle) {
        return new Archive().with("a/data.pkl", pickle);
    }

    Archive with(String name, byte[] content) {
        records.put(name, content);
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out);
        return out.toByteArray();
    }

    void write(OutputStream out) {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> record : records.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(record.getValue());
                ZipEntry entry = new ZipEntry(record.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(record.getValue().length);
                entry.setCrc(crc.getValue());
                entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(record.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens bytes as if they were a file called {@code made.pth}. */
    static Map<String, StoredTensor> read(byte[] file, ReadOptions options) {
        return PyTorchFile.read(
                Bytes.of(file, Place.of("made.pth")),
                options,
                io.metatransformer.api.Progress.NONE);
    }

    static Map<String, StoredTensor> read(byte[] file) {
        return read(file, ReadOptions.defaults());
    }
}
