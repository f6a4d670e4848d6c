package io.metatransformer.converter.checkpoint.pytorch;

import static io.metatransformer.converter.checkpoint.pytorch.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Items;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Mapping;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Nothing;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Octets;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Placeholder;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Tuple;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleTest {
    private static final Storage.Shelf SHELF =
            new Storage.Shelf() {
                @Override
                public int idItems() {
                    return 5;
                }

                @Override
                public Storage storage(DType type, String key, long count, PickleInput at) {
                    return new Storage(type, key, count, ByteOrder.LITTLE_ENDIAN, () -> null);
                }
            };

    private static Object read(byte[] pickle) {
        return read(pickle, ReadOptions.defaults());
    }

    private static Object read(byte[] pickle, ReadOptions options) {
        Bytes bytes = Bytes.of(pickle, Place.of("made.pth"));
        return Pickle.read(new PickleInput(bytes, 0, options), SHELF, options);
    }

    private static Object ascii(String pickle) {
        return read(pickle.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void numbers_of_every_protocol_are_read() {
        assertEquals(-42L, ascii("I-42\n."));
        assertEquals(true, ascii("I01\n."));
        assertEquals(false, ascii("I00\n."));
        assertEquals(new BigInteger("9".repeat(30)), ascii("L" + "9".repeat(30) + "L\n."));
        assertEquals(-1.5e-3, ascii("F-1.5e-3\n."));
        assertEquals(Double.NEGATIVE_INFINITY, ascii("F-inf\n."));
        assertEquals(-2L, read(PickleBytes.start().op('J').i32(-2).stop()));
        assertEquals(513L, read(PickleBytes.start().op('M', 1, 2).stop()));
        assertEquals(-256L, read(PickleBytes.start().op(0x8a, 2, 0, 0xff).stop()));
        assertEquals(0L, read(PickleBytes.start().op(0x8a, 0).stop()));
        assertEquals(1.0, read(PickleBytes.start().op('G', 0x3f, 0xf0, 0, 0, 0, 0, 0, 0).stop()));
    }

    @Test
    void texts_of_every_protocol_are_read() {
        assertEquals("a'b\n\\é", ascii("S'a\\'b\\n\\\\\\xc3\\251'\n."));
        assertEquals("é→😀\\n", ascii("V\u00e9\\u2192\\U0001f600\\n\n."));
        assertEquals("naïve", read(PickleBytes.start().text("naïve").stop()));
        assertEquals("abc", read(PickleBytes.start().op('U', 3).ascii("abc").stop()));
        assertEquals("abc", read(PickleBytes.start().op(0x8c, 3).ascii("abc").stop()));
        assertEquals("abc", read(PickleBytes.start().op(0x8d).i64(3).ascii("abc").stop()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I0x10\n.",
                "I1d\n.",
                "F0x1p3\n.",
                "F1f\n.",
                "F\n.",
                "Labc\n.",
                "S'a\n.",
                "S'\\'\n.",
                "S'\\q'\n.",
                "V\\u12\n.",
                "V\\Uffffffff\n.",
                "g0\n.",
                "gx\n.",
                "p-1\n."
            })
    void a_line_that_is_no_value_is_corrupt(String pickle) {
        refused(ErrorCode.CORRUPT, () -> ascii(pickle), "made.pth", "byte 0");
    }

    @Test
    void text_that_is_not_utf8_is_refused() {
        refused(
                ErrorCode.ENCODING,
                () -> read(PickleBytes.start().op('U', 2, 0xc3, 0x28).stop()),
                "byte 2");
    }

    @Test
    void containers_hold_what_was_put_into_them() {
        byte[] pickle =
                PickleBytes.start()
                        .ascii("}(")
                        .text("list")
                        .ascii("](K\1K\2eK\3a")
                        .text("none")
                        .ascii("Nu")
                        .stop();

        Mapping map = assertInstanceOf(Mapping.class, read(pickle));

        assertEquals(List.of(1L, 2L, 3L), ((Items) map.entries.get("list")).items);
        assertSame(Nothing.NONE, map.entries.get("none"));
    }

    @Test
    void memo_and_marks_work_as_python_s_do() {
        byte[] pickle =
                PickleBytes.start()
                        .op(')')
                        .op('q', 7)
                        .ascii("(NN1") // POP_MARK
                        .op('(')
                        .op('0') // POP of a mark
                        .ascii("N0") // POP of a value
                        .op('h', 7)
                        .op(0x86)
                        .op(0x94) // MEMOIZE
                        .op('h', 1)
                        .op(0x86)
                        .stop();

        Tuple outer = assertInstanceOf(Tuple.class, read(pickle));

        Tuple inner = assertInstanceOf(Tuple.class, outer.items.get(0));
        assertSame(inner, outer.items.get(1));
        assertSame(inner.items.get(0), inner.items.get(1));
    }

    @Test
    void a_value_below_the_last_mark_cannot_be_reached() {
        refused(
                ErrorCode.CORRUPT,
                () -> read(PickleBytes.start().ascii("N(").op(0x85).stop()),
                "too few values");
        refused(ErrorCode.CORRUPT, () -> read(PickleBytes.start().op('t').stop()), "no mark");
        refused(ErrorCode.CORRUPT, () -> read(PickleBytes.start().ascii("NN").stop()), "2 values");
    }

    @Test
    void bytes_come_in_the_ways_of_both_pythons() {
        byte[] two =
                PickleBytes.start()
                        .global("_codecs", "encode")
                        .text("\u00ff\u0000")
                        .text("latin1")
                        .op(0x86)
                        .op('R')
                        .stop();
        byte[] three = PickleBytes.start().op('C', 2, 0xff, 0).stop();

        assertArrayEquals(new byte[] {-1, 0}, ((Octets) read(two)).bytes);
        assertArrayEquals(new byte[] {-1, 0}, ((Octets) read(three)).bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "torch, load",
        "torch, FloatTensor",
        "torch.serialization, os.system",
        "builtins, eval",
        "__builtin__, getattr",
        "builtins, bytes",
        "'collections OrderedDict', x",
        "numpy.core.multiarray, scalar",
        "collections, defaultdict"
    })
    void a_global_that_is_not_listed_is_named_and_refused(String module, String name) {
        byte[] plain = PickleBytes.start().global(module, name).stop();
        byte[] stacked = PickleBytes.start().text(module).text(name).op(0x93).stop();

        refused(ErrorCode.INSECURE_CONTENT, () -> read(plain), module + "." + name, "byte 2");
        refused(ErrorCode.INSECURE_CONTENT, () -> read(stacked), module + "." + name);
    }

    @ParameterizedTest
    @CsvSource({
        "torch, QInt8Storage",
        "torch._utils, _rebuild_sparse_tensor",
        "torch.storage, UntypedStorage"
    })
    void special_tensors_are_not_passed_over_even_on_request(String module, String name) {
        byte[] pickle = PickleBytes.start().global(module, name).stop();

        refused(
                ErrorCode.UNSUPPORTED,
                () -> read(pickle, ReadOptions.defaults().withPlaceholders()),
                name);
    }

    @Test
    void one_long_tuple_is_not_looked_through_a_million_times() {
        PickleBytes pickle = PickleBytes.start().global("torch", "Size").op('q', 0).op('0').op('(');
        for (int i = 0; i < 100_000; i++) {
            pickle.ascii("K\1");
        }
        pickle.ascii("tq\1");
        for (int i = 0; i < 100_000; i++) {
            pickle.ascii("0h\0h\1").op(0x85).op('R');
        }

        refused(ErrorCode.LIMIT_EXCEEDED, () -> read(pickle.stop()), "memory");
    }

    @Test
    void listed_names_that_are_no_functions_are_not_called() {
        for (String name : List.of("FloatStorage", "float32")) {
            byte[] pickle = PickleBytes.start().global("torch", name).ascii(")R").stop();

            refused(ErrorCode.INSECURE_CONTENT, () -> read(pickle), name);
        }
    }

    @Test
    void a_function_never_stands_among_the_values_of_a_mapping() {
        byte[] entry =
                PickleBytes.start()
                        .op('}')
                        .text("f")
                        .global("torch._utils", "_rebuild_tensor")
                        .op('s')
                        .stop();

        refused(ErrorCode.CORRUPT, () -> read(entry), "callable");
    }

    @Test
    void attributes_are_set_on_ordered_maps_alone_and_dropped() {
        PickleBytes ordered = PickleBytes.start().global("collections", "OrderedDict").ascii(")R");

        Mapping map = (Mapping) read(ordered.op('}').text("_metadata").ascii("Nsb").stop());

        assertEquals(0, map.entries.size());
        refused(
                ErrorCode.INSECURE_CONTENT,
                () -> read(PickleBytes.start().ascii("}}b").stop()),
                "BUILD");
    }

    @ParameterizedTest
    @ValueSource(ints = {'i', 'o', 'P', 0x81, 0x82, 0x83, 0x84, 0x92, 0x97, 0x98})
    void opcodes_that_make_objects_are_never_run(int opcode) {
        byte[] pickle = PickleBytes.start().ascii("NN").op(opcode).stop();

        refused(ErrorCode.INSECURE_CONTENT, () -> read(pickle), "byte 4");
    }

    @Test
    void objects_of_unknown_classes_are_passed_over_on_request_alone() {
        byte[] namespace =
                PickleBytes.start()
                        .global("argparse", "Namespace")
                        .op(')')
                        .op(0x81) // NEWOBJ
                        .op('}')
                        .text("lr")
                        .ascii("K\1sb")
                        .stop();

        refused(ErrorCode.INSECURE_CONTENT, () -> read(namespace), "argparse.Namespace");
        Object passedOver = read(namespace, ReadOptions.defaults().withPlaceholders());

        assertInstanceOf(Placeholder.class, passedOver);
    }

    @Test
    void a_bytearray_of_a_given_length_is_not_made() {
        byte[] pickle =
                PickleBytes.start()
                        .global("__builtin__", "bytearray")
                        .number(1L << 40)
                        .op(0x85)
                        .op('R')
                        .stop();

        refused(ErrorCode.CORRUPT, () -> read(pickle), "arguments");
    }

    @Test
    void values_are_refused_past_a_limit_of_memory() {
        PickleBytes many = PickleBytes.start().op('(');
        for (int i = 0; i < 100_000; i++) {
            many.op(']');
        }
        ReadOptions small =
                new ReadOptions(1 << 20, 1 << 20, 0, 1, 1, false, ReadOptions.defaults().root());

        refused(ErrorCode.LIMIT_EXCEEDED, () -> read(many.op('l').stop(), small), "memory");
    }

    @Test
    void a_pickle_longer_than_the_limit_is_refused() {
        PickleBytes many = PickleBytes.start();
        for (int i = 0; i < 2000; i++) {
            many.ascii("N0");
        }
        ReadOptions small =
                new ReadOptions(1000, 1 << 20, 0, 1, 1, false, ReadOptions.defaults().root());

        refused(ErrorCode.LIMIT_EXCEEDED, () -> read(many.op('N').stop(), small), "byte 1000");
    }

    @Test
    void a_hundred_thousand_nested_lists_are_no_burden() {
        PickleBytes nested = PickleBytes.start();
        for (int i = 0; i < 100_000; i++) {
            nested.op(']');
        }
        for (int i = 1; i < 100_000; i++) {
            nested.op('a');
        }

        Object value = read(nested.stop());

        assertEquals(1, ((Items) value).items.size());
        assertEquals(value, value);
    }
}
