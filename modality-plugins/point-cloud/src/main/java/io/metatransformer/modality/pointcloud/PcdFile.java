package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.modality.pointcloud.PcdHeader.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads PCD 0.7: as text, binary point by point, or compressed field by field. */
final class PcdFile {
    static final String FORMAT = "PCD";

    /** Bytes that a compressed file may unpack to. */
    private static final int MAX_PLAIN = 256 << 20;

    private final Broken broken;
    private final PcdHeader header;
    private final Map<Attribute, Integer> columns;

    /** Index of the field that holds red, green and blue in one; -1 for none. */
    private final int packed;

    private PcdFile(Broken broken, PcdHeader header) {
        this.broken = broken;
        this.header = header;
        List<String> names = header.fields().stream().map(Field::name).toList();
        this.columns = Attribute.find(broken.name() + ": the PCD file ", names);
        this.packed =
                IntStream.range(0, names.size())
                        .filter(i -> header.fields().get(i).isPackedColour())
                        .findFirst()
                        .orElse(-1);
    }

    /**
     * @param name of the input, for messages
     * @param maxPoints most points that are read; checked before anything is allocated
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED}, {@link ErrorCode#UNSUPPORTED} for another
     *     version or way of writing the body, {@link ErrorCode#SCHEMA_MISMATCH} without x, y, z, {@link
     *     ErrorCode#EMPTY_INPUT}, {@link ErrorCode#LIMIT_EXCEEDED}
     */
    static Cloud read(String name, ByteBuffer bytes, int maxPoints) {
        ByteBuffer in = bytes.duplicate();
        Broken broken = new Broken(name, FORMAT);
        PcdHeader header = PcdHeader.read(broken, in);
        PcdFile file = new PcdFile(broken, header);
        ByteBuffer body = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        return switch (header.data()) {
            case "ascii" -> file.text(body, maxPoints);
            case "binary" -> file.binary(body, maxPoints);
            case "binary_compressed" -> file.compressed(body, maxPoints);
            default ->
                    throw broken.unsupported(
                            "has DATA "
                                    + Quoted.of(header.data())
                                    + "; ascii, binary and binary_compressed are read");
        };
    }

    private CloudBuilder builder(int points) {
        Set<Attribute> given = EnumSet.copyOf(columns.keySet());
        if (packed >= 0) {
            given.addAll(EnumSet.range(Attribute.RED, Attribute.BLUE));
        }
        return new CloudBuilder(FORMAT, points, given);
    }

    private Cloud text(ByteBuffer body, int maxPoints) {
        // The very last number needs no blank after it.
        int points =
                broken.points(header.points(), maxPoints, 2L * header.values(), body.limit() + 1L);
        CloudBuilder cloud = builder(points);
        NumberWords words = NumberWords.plain(broken, body, header.lines() + 1L);
        double[] values = new double[header.fields().size()];
        for (int point = 0; point < points; point++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = number(words);
                for (int j = 1; j < header.fields().get(i).count(); j++) {
                    number(words);
                }
            }
            for (Map.Entry<Attribute, Integer> column : columns.entrySet()) {
                cloud.set(point, column.getKey(), values[column.getValue()]);
            }
            if (packed >= 0) {
                cloud.setPackedColour(point, bits(values[packed]));
            }
        }
        return cloud.build();
    }

    private double number(NumberWords words) {
        if (!words.next()) {
            throw broken.malformed("ends before its header says so");
        }
        return words.number();
    }

    private int bits(double colour) {
        return header.fields().get(packed).type() == 'F'
                ? Float.floatToRawIntBits((float) colour)
                : (int) (long) colour;
    }

    private Cloud binary(ByteBuffer body, int maxPoints) {
        int stride = header.stride();
        int points = broken.points(header.points(), maxPoints, stride, body.limit());
        return cloud(body, points, (point, field) -> point * stride + field.offset());
    }

    /** Where a field of a point stands in the body. */
    private interface Place {
        int of(int point, Field field);
    }

    private Cloud cloud(ByteBuffer data, int points, Place place) {
        CloudBuilder cloud = builder(points);
        for (int point = 0; point < points; point++) {
            for (Map.Entry<Attribute, Integer> column : columns.entrySet()) {
                Field field = header.fields().get(column.getValue());
                cloud.set(point, column.getKey(), field.read(data, place.of(point, field)));
            }
            if (packed >= 0) {
                Field field = header.fields().get(packed);
                cloud.setPackedColour(point, data.getInt(place.of(point, field)));
            }
        }
        return cloud.build();
    }

    private Cloud compressed(ByteBuffer body, int maxPoints) {
        int points = broken.points(header.points(), maxPoints, 0, 0);
        if (body.remaining() < 2 * Integer.BYTES) {
            throw broken.malformed("ends before its sizes");
        }
        long packedSize = Integer.toUnsignedLong(body.getInt());
        long plainSize = Integer.toUnsignedLong(body.getInt());
        long expected = (long) points * header.stride();
        if (plainSize != expected) {
            throw broken.malformed(
                    "unpacks to " + plainSize + " bytes, its points take " + expected);
        }
        if (plainSize > MAX_PLAIN) {
            throw broken.as(
                    ErrorCode.LIMIT_EXCEEDED,
                    "unpacks to " + plainSize + " bytes; at most " + MAX_PLAIN + " are read");
        }
        if (packedSize > body.remaining()) {
            throw broken.malformed(
                    "announces "
                            + packedSize
                            + " compressed bytes, and "
                            + body.remaining()
                            + " follow");
        }
        if (plainSize > Lzf.MOST_PER_BYTE * packedSize) {
            throw broken.malformed(
                    packedSize + " bytes of LZF cannot unpack to " + plainSize + " bytes");
        }
        ByteBuffer packedBytes = body.slice(body.position(), (int) packedSize);
        byte[] plain = Lzf.unpack(broken, packedBytes, (int) plainSize);
        // All x, then all y, and so on.
        return cloud(
                ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN),
                points,
                (point, field) -> points * field.offset() + point * field.stride());
    }
}
