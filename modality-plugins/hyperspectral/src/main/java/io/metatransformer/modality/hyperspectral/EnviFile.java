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

    private static Optional<Path> dataBeside(Path header) {
        return dataNames(header.getFileName().toString()).stream()
                .map(header::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** {@code X.img} and the like, or {@code X}, for {@code X.hdr}; {@code X.img} for {@code X.img.hdr}. */
    static List<String> dataNames(String header) {
        if (!header.toLowerCase(Locale.ROOT).endsWith(HEADER)) {
            return List.of();
        }
        String stem = header.substring(0, header.length() - HEADER.length());
        return Stream.concat(
                        DATA.stream().flatMap(EnviFile::cases).map(suffix -> stem + suffix),
                        Stream.of(stem))
                .toList();
    }

    /** The header of a data file, which says nothing of itself. */
    static Optional<Path> headerBeside(Path data) {
        String name = data.getFileName().toString();
        int dot = name.lastIndexOf('.');
        boolean suffixed = dot > 0 && DATA.contains(name.substring(dot).toLowerCase(Locale.ROOT));
        String stem = suffixed ? name.substring(0, dot) : name;
        return cases(HEADER)
                .flatMap(c -> Stream.of(name + c, stem + c))
                .map(data::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Stream<String> cases(String suffix) {
        return Stream.of(suffix, suffix.toUpperCase(Locale.ROOT));
    }
}
