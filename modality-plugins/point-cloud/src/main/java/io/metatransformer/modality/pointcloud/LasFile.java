package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads LAS 1.0 to 1.4 (the exchange format of the ASPRS for laser scans), point formats 0 to 10: coordinates,
 * intensity, colours.
 */
final class LasFile {
    static final String FORMAT = "LAS";

    private static final byte[] MAGIC = "LASF".getBytes(StandardCharsets.US_ASCII);

    /** Bytes of a point at least, by point format. */
    private static final int[] RECORD = {20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67};

    /** Where the colours stand in a point, by point format; 0 for none. */
    private static final int[] COLOURS = {0, 0, 20, 28, 0, 28, 0, 30, 30, 0, 30};

    private static final int INTENSITY = 12;
    private static final int HEADER = 227;
    private static final int HEADER_1_4 = 375;
    private static final int COMPRESSED = 0xC0; // set by LASzip in the byte of the point format

    private final Broken broken;
    private final ByteBuffer data;

    private LasFile(Broken broken, ByteBuffer data) {
        this.broken = broken;
        this.data = data;
    }

    /** Whether bytes start like a LAS file. */
    static boolean recognises(ByteBuffer head) {
        return head.remaining() >= MAGIC.length
                && head.slice(head.position(), MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    /**
     * @param name of the input, for messages
     * @param maxPoints most points that are read; checked before anything is allocated
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED}, {@link ErrorCode#UNSUPPORTED} for other
     *     versions, point formats and compressed points (LAZ), {@link ErrorCode#EMPTY_INPUT}, {@link
     *     ErrorCode#LIMIT_EXCEEDED}
     */
    static Cloud read(String name, ByteBuffer bytes, int maxPoints) {
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        return new LasFile(new Broken(name, FORMAT), data).read(maxPoints);
    }

    private Cloud read(int maxPoints) {
        if (data.limit() < HEADER) {
            throw broken.malformed("ends inside its header");
        }
        int major = data.get(24);
        int minor = data.get(25);
        if (major != 1 || minor < 0 || minor > 4) {
            throw broken.unsupported(
                    "is of version " + major + "." + minor + "; 1.0 to 1.4 are read");
        }
        int format = Byte.toUnsignedInt(data.get(104));
        if ((format & COMPRESSED) != 0) {
            throw broken.unsupported("holds compressed points (LAZ); unpack it to LAS first");
        }
        if (format >= RECORD.length) {
            throw broken.unsupported("has point format " + format + "; 0 to 10 are read");
        }
        int stride = Short.toUnsignedInt(data.getShort(105));
        if (stride < RECORD[format]) {
            throw broken.malformed(
                    "has points of "
                            + stride
                            + " bytes; point format "
                            + format
                            + " takes "
                            + RECORD[format]);
        }
        long start = Integer.toUnsignedLong(data.getInt(96));
        if (start < HEADER || start > data.limit()) {
            throw broken.malformed("has its points at byte " + start + " of " + data.limit());
        }
        int points = broken.points(count(minor), maxPoints, stride, data.limit() - start);
        return points(points, (int) start, stride, COLOURS[format]);
    }

    /** Since 1.4 a number of 64 bits; some writers fill in the older one alone. */
    private long count(int minor) {
        long count = Integer.toUnsignedLong(data.getInt(107));
        if (minor < 4) {
            return count;
        }
        if (data.limit() < HEADER_1_4) {
            throw broken.malformed("ends inside its header");
        }
        long wide = data.getLong(247);
        return wide == 0 ? count : wide;
    }

    private Cloud points(int points, int start, int stride, int colours) {
        Set<Attribute> given = EnumSet.range(Attribute.X, Attribute.Z);
        given.add(Attribute.INTENSITY);
        if (colours > 0) {
            given.addAll(EnumSet.range(Attribute.RED, Attribute.BLUE));
        }
        CloudBuilder cloud = new CloudBuilder(FORMAT, points, given);
        double[] scale = new double[3];
        double[] offset = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            scale[axis] = data.getDouble(131 + 8 * axis);
            offset[axis] = data.getDouble(155 + 8 * axis);
        }
        int shift = colours > 0 && hasWideColours(points, start + colours, stride) ? 8 : 0;
        for (int point = 0; point < points; point++) {
            int at = start + point * stride;
            for (int axis = 0; axis < 3; axis++) {
                double raw = data.getInt(at + 4 * axis);
                cloud.set(point, Attribute.values()[axis], raw * scale[axis] + offset[axis]);
            }
            cloud.set(
                    point, Attribute.INTENSITY, Short.toUnsignedInt(data.getShort(at + INTENSITY)));
            for (int channel = 0; channel < 3 && colours > 0; channel++) {
                int value = Short.toUnsignedInt(data.getShort(at + colours + 2 * channel));
                cloud.set(
                        point,
                        Attribute.values()[Attribute.RED.ordinal() + channel],
                        value >> shift);
            }
        }
        return cloud.build();
    }

    /** Colours are of 16 bits, but some files hold such of 8. */
    private boolean hasWideColours(int points, int first, int stride) {
        for (int point = 0; point < points; point++) {
            for (int channel = 0; channel < 3; channel++) {
                if (Short.toUnsignedInt(data.getShort(first + point * stride + 2 * channel))
                        > 0xFF) {
                    return true;
                }
            }
        }
        return false;
    }
}
