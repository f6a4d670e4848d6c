package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The header of a NetCDF file of the classic formats 1, 2 and 5 ("NetCDF Classic Format Specification",
 * Unidata). All numbers are big-endian.
 *
 * @param records number of records; -1 if only the file's length tells
 */
record NetcdfHeader(long records, List<Variable> variables) {
    private static final int DIMENSIONS = 10;
    private static final int VARIABLES = 11;
    private static final int ATTRIBUTES = 12;
    private static final int CHARACTERS = 2;
    private static final int MAX_NAME = 1 << 16;
    private static final int MAX_COUNT = 65_536;
    private static final int MAX_AXES = 1024;

    /** An axis; size 0 stands for the one that records count. */
    record Dimension(String name, long size) {}

    /**
     * @param numbers attributes of one number, by name
     * @param type absent for characters
     * @param begin of its data, in bytes
     */
    record Variable(
            String name,
            List<Dimension> dimensions,
            Map<String, Double> numbers,
            SampleType type,
            long begin) {

        boolean isRecord() {
            return !dimensions.isEmpty() && dimensions.get(0).size() == 0;
        }

        OptionalDouble number(String attribute) {
            Double value = numbers.get(attribute);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }
    }

    static NetcdfHeader read(String name, Cursor in) {
        return new Parser(name, in).read();
    }

    private static final class Parser {
        private final String name;
        private final Cursor in;
        private int version;

        Parser(String name, Cursor in) {
            this.name = name;
            this.in = in;
        }

        NetcdfHeader read() {
            version = in.i32() & 0xFF;
            long records = version == 5 ? in.i64() : in.i32();
            List<Dimension> dimensions = new ArrayList<>();
            for (int left = count(DIMENSIONS); left > 0; left--) {
                dimensions.add(new Dimension(text(), size()));
            }
            attributes();
            List<Variable> variables = new ArrayList<>();
            for (int left = count(VARIABLES); left > 0; left--) {
                variables.add(variable(dimensions));
            }
            return new NetcdfHeader(records, variables);
        }

        private Variable variable(List<Dimension> dimensions) {
            String variable = text();
            long axes = size();
            if (axes > MAX_AXES) {
                throw corrupt("a variable of " + axes + " axes");
            }
            List<Dimension> own = new ArrayList<>();
            for (int axis = 0; axis < axes; axis++) {
                long id = size();
                if (id >= dimensions.size()) {
                    throw corrupt("a variable names dimension " + id + " of " + dimensions.size());
                }
                Dimension dimension = dimensions.get((int) id);
                if (dimension.size() == 0 && axis > 0) {
                    throw corrupt("records are counted by an axis that is not the first");
                }
                own.add(dimension);
            }
            Map<String, Double> numbers = attributes();
            int type = in.i32();
            size(); // its bytes, which do not fit for large ones: they follow from the rest
            long begin = version == 1 ? in.u32() : in.i64();
            if (begin < 0) {
                throw corrupt("data that starts at byte " + begin);
            }
            return new Variable(
                    variable, own, numbers, type == CHARACTERS ? null : type(type), begin);
        }

        private Map<String, Double> attributes() {
            Map<String, Double> numbers = new HashMap<>();
            for (int left = count(ATTRIBUTES); left > 0; left--) {
                String attribute = text();
                int type = in.i32();
                long count = size();
                int bytes = type == CHARACTERS ? 1 : type(type).bytes();
                long padded = Math.addExact(Math.multiplyExact(count, (long) bytes), 3) / 4 * 4;
                if (count == 1 && type != CHARACTERS) {
                    numbers.put(attribute, in.number(type(type)));
                    in.skip(padded - bytes);
                } else {
                    in.skip(padded);
                }
            }
            return numbers;
        }

        /** Of the entries of a list, which is absent or starts with its tag. */
        private int count(int tag) {
            int found = in.i32();
            long count = size();
            if (found == 0 && count == 0) {
                return 0;
            }
            if (found != tag || count > MAX_COUNT) {
                throw corrupt("a list of kind " + found + " with " + count + " entries");
            }
            return (int) count;
        }

        private long size() {
            long size = version == 5 ? in.i64() : in.u32();
            if (size < 0 || size > 1L << 48) {
                throw corrupt("a size of " + size);
            }
            return size;
        }

        private String text() {
            long length = size();
            if (length > MAX_NAME) {
                throw corrupt("a name of " + length + " bytes");
            }
            String text = new String(in.bytes((int) length), StandardCharsets.UTF_8);
            in.skip(-length & 3);
            return text;
        }

        private SampleType type(int code) {
            return switch (code) {
                case 1 -> SampleType.I8;
                case 3 -> SampleType.I16;
                case 4 -> SampleType.I32;
                case 5 -> SampleType.F32;
                case 6 -> SampleType.F64;
                case 7 -> SampleType.U8;
                case 8 -> SampleType.U16;
                case 9 -> SampleType.U32;
                case 10 -> SampleType.I64;
                case 11 -> SampleType.U64;
                default -> throw corrupt("numbers of type " + code);
            };
        }

        private MetaTransformerException corrupt(String what) {
            return new MetaTransformerException(
                    ErrorCode.CORRUPT, name + ": the NetCDF header is damaged: " + what);
        }
    }
}
