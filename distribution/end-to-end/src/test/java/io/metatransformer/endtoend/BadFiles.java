package io.metatransformer.endtoend;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.safetensors.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that no part of the platform should accept. */
final class BadFiles {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private BadFiles() {}

    static void write(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("folder"));
        Path cat = Packaged.original().sample("cat.png");
        byte[] picture = Files.readAllBytes(cat);
        Files.write(folder.resolve("cat.png"), picture);
        Files.write(folder.resolve("empty.png"), new byte[0]);
        Files.write(
                folder.resolve("truncated.png"),
                java.util.Arrays.copyOf(picture, picture.length / 2));
        Files.write(folder.resolve("bomb.png"), bomb(100_000));
        Files.write(folder.resolve("noise.bin"), noise());
        Files.writeString(folder.resolve("ragged.csv"), "a\n1\n2,3\n");
        Files.write(folder.resolve("hostile.pth"), hostilePth());
        SafetensorsWriter.write(
                folder.resolve("no-encoder.safetensors"),
                Map.of("lonely", Tensor.of(new float[] {1}, 1)),
                Map.of());
    }

    /** A small file that says it is a picture of {@code side} times {@code side} pixels. */
    static byte[] bomb(int side) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(SIGNATURE);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(side);
        fields.writeInt(side);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        chunk(out, "IHDR", header.toByteArray());
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[1 << 20]);
        deflater.finish();
        byte[] packed = new byte[1 << 14];
        int length = deflater.deflate(packed);
        deflater.end();
        chunk(out, "IDAT", java.util.Arrays.copyOf(packed, length));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        DataOutputStream fields = new DataOutputStream(out);
        fields.writeInt(data.length);
        fields.write(name);
        fields.write(data);
        fields.writeInt((int) checksum.getValue());
    }

    private static byte[] noise() {
        byte[] noise = new byte[4096];
        new java.util.Random(5).nextBytes(noise);
        return noise;
    }

    /** A PyTorch archive whose pickle asks for {@code os.system}. */
    private static byte[] hostilePth() throws IOException {
        String pickle = "\u0080\u0002cos\nsystem\nX\u0009\u0000\u0000\u0000touch xyz\u0085R.";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            entry(zip, "archive/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
            entry(zip, "archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
