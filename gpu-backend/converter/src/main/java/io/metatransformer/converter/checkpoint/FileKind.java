package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a file is, by its first bytes. */
enum FileKind {
    PYTORCH,
    SAFETENSORS,
    /** {@code model.safetensors.index.json} or its like: a list of shards. */
    SHARD_INDEX;

    private static final int HEAD = 512;
    private static final String READ =
            "; safetensors, PyTorch files (.pth, .pt, .bin) and their index.json are read";

    static FileKind of(Path file) {
        String name = FileNames.of(file);
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, name + ": there is no such file, or it cannot be read", e);
        }
        return of(head, name);
    }

    private static FileKind of(byte[] head, String name) {
        if (head.length == 0) {
            throw new MetaTransformerException(ErrorCode.EMPTY_INPUT, name + ": the file is empty");
        }
        if (starts(head, "PK\3\4")
                || head.length > 1 && head[0] == (byte) 0x80 && isProtocol(head[1])) {
            return PYTORCH;
        }
        if (isSafetensors(head)) {
            return SAFETENSORS;
        }
        String text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
        if (text.startsWith("{")) {
            return SHARD_INDEX;
        }
        if (name.endsWith(".safetensors")
                && !isMarkup(text)
                && !text.startsWith("version https://")) {
            return SAFETENSORS; // Damaged: its own reader says how.
        }
        throw refuse(head, text, name);
    }

    private static MetaTransformerException refuse(byte[] head, String text, String name) {
        if (text.startsWith("version https://git-lfs")) {
            return unknown(
                    name, "a Git LFS pointer, not the file it points to: fetch it (git lfs pull)");
        }
        if (isMarkup(text)) {
            return unknown(name, "a web page, not weights: the download failed");
        }
        boolean tar =
                starts(head, "storages\0")
                        || starts(head, "pickle\0")
                        || starts(head, "sys_info\0")
                        || head.length > 262
                                && new String(head, 257, 5, StandardCharsets.ISO_8859_1)
                                        .equals("ustar");
        if (tar) {
            return new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    name
                            + ": a tar archive, the form of PyTorch files before 0.1.10, is not read: load"
                            + " it with PyTorch once and save it anew");
        }
        if (head.length > 1 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
            return unknown(name, "compressed with gzip: unpack it first" + READ);
        }
        if (starts(head, "\u0089HDF")) {
            return unknown(name, "an HDF5 file" + READ);
        }
        if (starts(head, "PK")) {
            return new MetaTransformerException(
                    ErrorCode.CORRUPT, name + ": a zip archive that is empty or damaged");
        }
        boolean printable =
                text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t');
        return unknown(name, (printable ? "a text" : "bytes of a format that is not known") + READ);
    }

    private static boolean isProtocol(byte version) {
        return version >= 2 && version <= 5;
    }

    /** 8 bytes of length, then a JSON object. */
    private static boolean isSafetensors(byte[] head) {
        if (head.length < 10 || head[8] != '{') {
            return false;
        }
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length >= 2 && length <= 100_000_000;
    }

    private static boolean isMarkup(String text) {
        String start = text.substring(0, Math.min(text.length(), 16)).toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype")
                || start.startsWith("<html")
                || start.startsWith("<?xml");
    }

    private static boolean starts(byte[] head, String signature) {
        byte[] bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= bytes.length
                && ByteBuffer.wrap(head, 0, bytes.length).equals(ByteBuffer.wrap(bytes));
    }

    private static MetaTransformerException unknown(String name, String what) {
        return new MetaTransformerException(ErrorCode.UNSUPPORTED_FORMAT, name + ": " + what);
    }
}
