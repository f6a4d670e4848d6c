package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The head of one array of a MATLAB file.
 *
 * @param at where its element starts in the file, after the tag
 * @param end of its element
 * @param compressed whether the element is a deflate stream
 * @param sizes of the stored axes, the slowest first: MATLAB's dimensions reversed
 */
record MatVariable(
        String name, long[] sizes, boolean isNumeric, long at, long end, boolean compressed)
        implements Variable {

    static final int MATRIX = 14;

    private static final int SMALL = 16; // bits: a count above them puts the data inside the tag
    private static final int MAX_AXES = 32;
    private static final int MAX_NAME = 4096;
    private static final int FIRST_NUMERIC = 6; // double
    private static final int LAST_NUMERIC = 15; // uint64
    private static final int COMPLEX = 0x0800;
    private static final int ALIGNMENT = 8;

    /**
     * Tag of an element. A short one has its data inside.
     *
     * @param padding after the data
     */
    record Tag(int type, long bytes, int padding) {
        static Tag read(Cursor in) {
            int first = in.i32();
            int count = first >>> SMALL;
            if (count != 0) {
                return new Tag(first & 0xFFFF, count, Math.max(0, 4 - count));
            }
            long bytes = in.u32();
            return new Tag(first, bytes, (int) (-bytes & ALIGNMENT - 1));
        }
    }

    /** Lines first, as MATLAB shows them. */
    @Override
    public String shape() {
        return LongStream.range(0, sizes.length)
                .map(axis -> sizes[sizes.length - 1 - (int) axis])
                .boxed()
                .toList()
                .toString();
    }

    /** Reads as far as the array's name; {@code in} stands before its flags. */
    static MatVariable read(String input, Cursor in, long at, long end, boolean compressed) {
        Tag flags = Tag.read(in);
        if (flags.bytes != 8) {
            throw corrupt(input, "an array's flags take " + flags.bytes + " bytes, 8 are expected");
        }
        int word = in.i32();
        in.i32();
        Tag axes = Tag.read(in);
        if (axes.bytes % 4 != 0 || axes.bytes < 8 || axes.bytes > 4 * MAX_AXES) {
            throw corrupt(input, "an array's dimensions take " + axes.bytes + " bytes");
        }
        long[] sizes = new long[(int) axes.bytes / 4];
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            sizes[axis] = in.i32();
            if (sizes[axis] < 0) {
                throw corrupt(input, "an array has the size " + sizes[axis]);
            }
        }
        in.skip(axes.padding);
        Tag name = Tag.read(in);
        if (name.bytes > MAX_NAME) {
            throw corrupt(input, "an array's name takes " + name.bytes + " bytes");
        }
        String text = new String(in.bytes((int) name.bytes), StandardCharsets.ISO_8859_1);
        in.skip(name.padding);
        int kind = word & 0xFF;
        boolean real = (word & COMPLEX) == 0;
        boolean numeric = kind >= FIRST_NUMERIC && kind <= LAST_NUMERIC && real;
        return new MatVariable(text, sizes, numeric, at, end, compressed);
    }

    /** How numbers of a data element are stored, which may be narrower than their class. */
    static Optional<SampleType> type(int code) {
        return Optional.ofNullable(
                switch (code) {
                    case 1 -> SampleType.I8;
                    case 2 -> SampleType.U8;
                    case 3 -> SampleType.I16;
                    case 4 -> SampleType.U16;
                    case 5 -> SampleType.I32;
                    case 6 -> SampleType.U32;
                    case 7 -> SampleType.F32;
                    case 9 -> SampleType.F64;
                    case 12 -> SampleType.I64;
                    case 13 -> SampleType.U64;
                    default -> null;
                });
    }

    static MetaTransformerException corrupt(String input, String what) {
        return new MetaTransformerException(
                ErrorCode.CORRUPT, input + ": the MATLAB file is damaged: " + what);
    }
}
