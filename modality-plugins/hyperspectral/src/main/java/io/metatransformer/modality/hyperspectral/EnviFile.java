package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An ENVI scene on disk: a header, and the data in a second file beside it. */
final class EnviFile {
    static final List<String> DATA = List.of(".img", ".dat", ".raw", ".bsq", ".bil", ".bip");
    static final String HEADER = ".hdr";

    private EnviFile() {}

    /**
     * @param header a file, or bytes that stand alone
     * @throws MetaTransformerException with {@link ErrorCode#TRUNCATED} if the data is missing or too short
     */
    static Cube open(Input header) {
        EnviHeader parsed = EnviHeader.parse(header.name(), header.bytes(EnviHeader.MAX_BYTES));
        Path data =
                header.path()
                        .flatMap(EnviFile::dataBeside)
                        .orElseThrow(() -> withoutData(header.name()));
        Samples.Bytes bytes = FileRegion.open(header.name(), data);
        try {
            return cube(header.name(), parsed, bytes);
        } catch (MetaTransformerException e) {
            bytes.close();
            throw e;
        }
    }

    /** The scene of a header whose data is at hand. */
    static Cube cube(String name, EnviHeader header, Samples.Bytes data) {
        Samples.check(name, data, header.offset(), header.axes().count(), header.type());
        return new Cube(
                header.axes(),
                Samples.stored(data, header.offset(), header.type(), header.byteOrder()),
                header.meaning());
    }

    static MetaTransformerException withoutData(String name) {
        return new MetaTransformerException(
                ErrorCode.TRUNCATED,
                name
                        + ": an ENVI header without its data; the data lies beside the header as .img, .dat,"
                        + " .raw, .bsq, .bil, .bip or without a suffix, or both files are in one ZIP");
    }

    /** {@code X.img} and the like, or {@code X}, for {@code X.hdr}; {@code X.img} for {@code X.img.hdr}. */
    private static Optional<Path> dataBeside(Path header) {
        String name = header.getFileName().toString();
        if (!name.toLowerCase(Locale.ROOT).endsWith(HEADER)) {
            return Optional.empty();
        }
        String stem = name.substring(0, name.length() - HEADER.length());
        Optional<Path> suffixed =
                DATA.stream()
                        .flatMap(s -> cases(s).map(c -> beside(header, stem + c)))
                        .filter(Files::isRegularFile)
                        .findFirst();
        return suffixed.or(() -> Optional.of(beside(header, stem)).filter(Files::isRegularFile));
    }

    /** The header of a data file, which says nothing of itself. */
    static Optional<Path> headerBeside(Path data) {
        String name = data.getFileName().toString();
        int dot = name.lastIndexOf('.');
        boolean suffixed = dot > 0 && DATA.contains(name.substring(dot).toLowerCase(Locale.ROOT));
        String stem = suffixed ? name.substring(0, dot) : name;
        return cases(HEADER)
                .flatMap(c -> Stream.of(name + c, stem + c))
                .map(n -> beside(data, n))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Stream<String> cases(String suffix) {
        return Stream.of(suffix, suffix.toUpperCase(Locale.ROOT));
    }

    private static Path beside(Path file, String name) {
        return file.resolveSibling(name);
    }
}
