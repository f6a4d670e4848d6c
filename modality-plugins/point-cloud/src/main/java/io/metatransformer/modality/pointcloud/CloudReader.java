package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.NpyFile;
import io.metatransformer.tables.Utf8Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The first stage: a file or array to points. Content alone decides how it is read. */
final class CloudReader {
    private static final int MAX_BYTES = 256 << 20;
    private static final int HEAD = 512;
    private static final Pattern COMMENTS = Pattern.compile("\\A(?:\\s+|#[^\\n]*)+");
    private static final Pattern FIRST_WORD = Pattern.compile("[\\s,;]");
    private static final Pattern SEPARATORS = Pattern.compile("\\s*[,;\\t]\\s*");
    private static final Pattern OFF_WORD = Pattern.compile("(ST)?C?N?4?n?OFF[0-9]*");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\.?[0-9].*|nan.*|inf|infinity)", Pattern.CASE_INSENSITIVE);

    private final Options options;
    private final int maxPoints;

    CloudReader(Options options) {
        this.options = options;
        this.maxPoints = options.integer(PointCloudOptions.MAX_POINTS);
    }

    /**
     * @throws MetaTransformerException with the codes of {@link PlyFile}, {@link PcdFile}, {@link OffFile}, {@link
     *     PlainRows}, {@link CsvCloud}, {@link JsonRows}, {@link ArrayRows} and {@link
     *     LasFile}, and {@link ErrorCode#UNSUPPORTED_FORMAT} for bytes of none of these
     */
    Cloud read(Input input) {
        String name = input.name();
        ExtraColumns extra = ExtraColumns.from(options);
        if (input.tensor().isPresent()) {
            return ArrayRows.of(name, input.tensor().get(), maxPoints, extra);
        }
        ByteBuffer bytes = input.bytes(MAX_BYTES);
        return switch (format(bytes)) {
            case PLY -> PlyFile.read(name, bytes, maxPoints);
            case PCD -> PcdFile.read(name, bytes, maxPoints);
            case OFF -> OffFile.read(name, bytes, maxPoints);
            case LAS -> LasFile.read(name, bytes, maxPoints);
            case NPY -> ArrayRows.npy(name, bytes, maxPoints, extra);
            case CSV -> CsvCloud.read(name, bytes, maxPoints, CsvDialect.from(options));
            case ROWS -> PlainRows.read(name, bytes, maxPoints, extra);
            case JSON -> JsonRows.read(name, bytes, maxPoints, extra);
            case OTHER ->
                    throw new MetaTransformerException(
                            ErrorCode.UNSUPPORTED_FORMAT,
                            name
                                    + ": a point cloud is read from PLY, PCD, OFF, LAS, NPY, CSV with"
                                    + " columns x, y, z, rows of numbers, or JSON lists of such; these"
                                    + " bytes are none of them");
        };
    }

    private enum Format {
        PLY,
        PCD,
        OFF,
        LAS,
        NPY,
        CSV,
        ROWS,
        JSON,
        OTHER
    }

    /** Whether bytes have a signature of a point cloud, or a header that names nothing but attributes of points. */
    static boolean recognises(ByteBuffer head) {
        return switch (format(head)) {
            case PLY, PCD, OFF, LAS -> true;
            case CSV -> isHeaderOfPoints(names(text(head)));
            case NPY, ROWS, JSON, OTHER -> false; // numbers say nothing of what they are
        };
    }

    private static Format format(ByteBuffer bytes) {
        if (LasFile.recognises(bytes)) {
            return Format.LAS;
        }
        if (NpyFile.recognises(bytes)) {
            return Format.NPY;
        }
        String text = text(bytes);
        if (text.startsWith("ply\n") || text.startsWith("ply\r\n")) {
            return Format.PLY;
        }
        String content = COMMENTS.matcher(text).replaceFirst("");
        String word = FIRST_WORD.split(content, 2)[0];
        if (text.startsWith("# .PCD") || word.equals("VERSION") && content.contains("FIELDS")) {
            return Format.PCD;
        }
        if (OFF_WORD.matcher(word).matches()) {
            return Format.OFF;
        }
        if (Utf8Reader.looksBinary(bytes)) {
            return Format.OTHER;
        }
        if (bytes.hasRemaining() && word.isEmpty() || NUMBER.matcher(word).matches()) {
            return Format.ROWS;
        }
        if (content.startsWith("[")) {
            return Format.JSON;
        }
        List<String> names = names(content);
        return Stream.of("x", "y", "z").anyMatch(names::contains) ? Format.CSV : Format.OTHER;
    }

    private static String text(ByteBuffer bytes) {
        byte[] head = new byte[Math.min(HEAD, bytes.remaining())];
        bytes.get(bytes.position(), head);
        String text = new String(head, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Of the columns, if this is a header. */
    private static List<String> names(String text) {
        String line = text.lines().findFirst().orElse("").strip().replace("\"", "");
        return List.of(SEPARATORS.split(line.toLowerCase(Locale.ROOT)));
    }

    private static boolean isHeaderOfPoints(List<String> names) {
        return names.containsAll(List.of("x", "y", "z"))
                && names.stream().allMatch(CloudReader::isAttribute);
    }

    private static boolean isAttribute(String name) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.isCalled(name)) {
                return true;
            }
        }
        return false;
    }
}
