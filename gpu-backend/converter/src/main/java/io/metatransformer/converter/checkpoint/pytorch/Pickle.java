package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Items;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Mapping;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Meaning;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Nothing;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Octets;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Placeholder;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Symbol;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Tuple;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Unordered;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the part of Python's pickle machine that plain data needs (protocols 2 to 5 of the documentation of
 * {@code pickletools}). It has no way to call, import or make anything that is not in {@link Inert}. A loop
 * over opcodes, so nesting costs no stack.
 */
final class Pickle {
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final PickleInput in;
    private final PickleText text;
    private final Storage.Shelf storages;
    private final ReadOptions options;
    private final PickleHeap heap;
    private final PickleStack stack;
    private final Rebuild rebuild;
    private final Map<Long, Object> memo = new HashMap<>();

    private Pickle(PickleInput in, Storage.Shelf storages, ReadOptions options) {
        this.in = in;
        this.text = new PickleText(in);
        this.storages = storages;
        this.options = options;
        this.heap = new PickleHeap(in, options);
        this.stack = new PickleStack(in);
        this.rebuild = new Rebuild(in, heap, options);
    }

    /** Reads one pickle; {@code in} stands behind its STOP afterwards. */
    static Object read(PickleInput in, Storage.Shelf storages, ReadOptions options) {
        Pickle machine = new Pickle(in, storages, options);
        int opcode;
        while ((opcode = in.opcode()) != '.') {
            machine.step(opcode);
        }
        return machine.stack.last();
    }

    /** A Python integer: {@link Long} where it fits. */
    static Object number(BigInteger value) {
        return value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0
                ? (Object) value.longValue()
                : value;
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol();
            case 0x95 -> in.left(in.i64()); // FRAME
            case '(' -> stack.mark();
            case '0' -> stack.drop();
            case '1' -> stack.popToMark();

            case 'N' -> stack.push(Nothing.NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'I' -> make(PickleHeap.OBJECT, text.integer());
            case 'J' -> make(PickleHeap.OBJECT, (long) in.i32());
            case 'K' -> make(PickleHeap.OBJECT, (long) in.u8());
            case 'M' -> make(PickleHeap.OBJECT, (long) in.u16());
            case 'L' -> make(PickleHeap.text(1000), text.longInteger());
            case 0x8a -> bigInteger(in.u8());
            case 0x8b -> bigInteger(in.i32());
            case 'F' -> make(PickleHeap.OBJECT, text.real());
            case 'G' -> make(PickleHeap.OBJECT, in.f64BigEndian());

            case 'S' -> makeText(text.quoted());
            case 'V' -> makeText(text.unicode());
            case 'T' -> utf8(in.i32());
            case 'U', 0x8c -> utf8(in.u8());
            case 'X' -> utf8(in.u32());
            case 0x8d -> utf8(in.i64());
            case 'C' -> octets(in.u8());
            case 'B' -> octets(in.u32());
            case 0x8e, 0x96 -> octets(in.i64());

            case ')' -> tuple(List.of());
            case 't' -> tuple(stack.popToMark());
            case 0x85 -> tuple(stack.pop(1));
            case 0x86 -> tuple(stack.pop(2));
            case 0x87 -> tuple(stack.pop(3));
            case ']' -> make(2 * PickleHeap.OBJECT, new Items());
            case 'l' -> append(new Items(), stack.popToMark());
            case 'a' -> {
                List<Object> item = stack.pop(1);
                append(stack.pop(), item);
            }
            case 'e' -> {
                List<Object> items = stack.popToMark();
                append(stack.pop(), items);
            }
            case '}' -> make(2 * PickleHeap.OBJECT, new Mapping(false));
            case 'd' -> put(new Mapping(false), stack.popToMark());
            case 's' -> {
                List<Object> entry = stack.pop(2);
                put(stack.pop(), entry);
            }
            case 'u' -> {
                List<Object> entries = stack.popToMark();
                put(stack.pop(), entries);
            }
            case 0x8f -> make(PickleHeap.OBJECT, new Unordered());
            case 0x90 -> {
                stack.popToMark();
                expect(stack.peek() instanceof Unordered, "ADDITEMS to what is no set");
            }

            case 'p' -> memoise(memoIndex());
            case 'q' -> memoise(in.u8());
            case 'r' -> memoise(in.u32());
            case 0x94 -> memoise(memo.size());
            case 'g' -> recall(memoIndex());
            case 'h' -> recall(in.u8());
            case 'j' -> recall(in.u32());

            case 'c' -> symbol(text.name(), text.name());
            case 0x93 -> {
                List<Object> pair = stack.pop(2);
                expect(
                        pair.get(0) instanceof String && pair.get(1) instanceof String,
                        "STACK_GLOBAL without two names");
                symbol((String) pair.get(0), (String) pair.get(1));
            }
            case 'R' -> reduce();
            case 'b' -> build();
            case 'Q' -> persistentId(stack.pop());
            case 0x81 -> newObject();
            case 'i', 'o', 0x92, 'P', 0x82, 0x83, 0x84, 0x97, 0x98 ->
                    throw in.refuse(
                            ErrorCode.INSECURE_CONTENT,
                            String.format(
                                    "opcode 0x%02x makes Python objects and is never run", opcode));
            default ->
                    throw in.refuse(
                            ErrorCode.CORRUPT, String.format("opcode 0x%02x is not read", opcode));
        }
    }

    private void protocol() {
        int protocol = in.u8();
        if (protocol < 2 || protocol > 5) {
            throw in.refuse(
                    ErrorCode.UNSUPPORTED,
                    "pickle protocol " + protocol + "; protocols 2 to 5 are read");
        }
    }

    private void make(long heapBytes, Object value) {
        heap.charge(heapBytes);
        stack.push(value);
    }

    private void makeText(String value) {
        make(PickleHeap.text(value.length()), value);
    }

    private void utf8(long length) {
        heap.charge(PickleHeap.text(in.left(length)));
        stack.push(in.utf8(length));
    }

    private void octets(long length) {
        heap.charge(PickleHeap.OBJECT + in.left(length));
        stack.push(new Octets(in.octets(length)));
    }

    /** Little-endian two's complement of {@code length} bytes. */
    private void bigInteger(int length) {
        heap.charge(PickleHeap.OBJECT + 2 * in.left(length));
        byte[] octets = in.octets(length);
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            byte swapped = octets[i];
            octets[i] = octets[j];
            octets[j] = swapped;
        }
        stack.push(length == 0 ? (Object) 0L : number(new BigInteger(octets)));
    }

    private void tuple(List<Object> items) {
        make(PickleHeap.OBJECT + (long) PickleHeap.SLOT * items.size(), new Tuple(items));
    }

    private void append(Object to, List<Object> items) {
        heap.charge((long) PickleHeap.SLOT * items.size());
        if (to instanceof Items list) {
            list.items.addAll(items);
        } else {
            expect(to instanceof Placeholder, "items appended to what is no list");
        }
        stack.push(to);
    }

    private void put(Object to, List<Object> entries) {
        expect(entries.size() % 2 == 0, "a key without a value");
        heap.charge((long) PickleHeap.ENTRY * entries.size() / 2);
        for (int i = 0; i < entries.size(); i += 2) {
            Object value = entries.get(i + 1);
            expect(
                    !(value instanceof Symbol symbol) || symbol.harmless(),
                    "a callable as a mapping's value");
            if (to instanceof Mapping map) {
                map.entries.put(entries.get(i), value);
            }
        }
        expect(
                to instanceof Mapping || to instanceof Placeholder,
                "entries put into what is no mapping");
        stack.push(to);
    }

    private long memoIndex() {
        Object index = text.integer();
        expect(index instanceof Long number && number >= 0, "a memo index that is no number");
        return (Long) index;
    }

    private void memoise(long index) {
        heap.charge(PickleHeap.ENTRY);
        memo.put(index, stack.peek());
    }

    private void recall(long index) {
        Object value = memo.get(index);
        expect(value != null, "memo entry " + index + " was never put");
        stack.push(value);
    }

    private void symbol(String module, String name) {
        String pair = module + "." + name;
        Optional<Meaning> meaning = Globals.meaning(module, name);
        if (meaning.isEmpty() && Globals.isTensorOfAnotherKind(module, name)) {
            throw in.refuse(
                    ErrorCode.UNSUPPORTED,
                    Place.quoted(pair)
                            + ": quantised, sparse and other special tensors are not read");
        }
        if (meaning.isEmpty() && !options.placeholders()) {
            throw in.refuse(
                    ErrorCode.INSECURE_CONTENT,
                    "asks for "
                            + Place.quoted(pair)
                            + ", a Python object that is not read; only tensors and plain values are");
        }
        make(
                PickleHeap.text(name.length()),
                new Symbol(meaning.isPresent() ? name : pair, meaning.orElse(Meaning.UNKNOWN)));
    }

    private void reduce() {
        Object arguments = stack.pop();
        Object callee = stack.pop();
        expect(arguments instanceof Tuple, "REDUCE without a tuple of arguments");
        if (callee instanceof Placeholder) {
            stack.push(callee);
            return;
        }
        if (!(callee instanceof Symbol symbol)) {
            throw in.refuse(ErrorCode.INSECURE_CONTENT, "calls what is not a listed name");
        }
        make(4L * PickleHeap.OBJECT, rebuild.reduce(symbol, ((Tuple) arguments).items));
    }

    /** An object of a class that is not listed: passed over on request, never made. */
    private void newObject() {
        List<Object> both = stack.pop(2);
        boolean unknown = both.get(0) instanceof Symbol s && s.meaning == Meaning.UNKNOWN;
        if (!unknown) {
            throw in.refuse(
                    ErrorCode.INSECURE_CONTENT, "NEWOBJ makes Python objects and is never run");
        }
        make(PickleHeap.OBJECT, new Placeholder());
    }

    /** Attributes of a value. Every state dictionary carries its {@code _metadata} so; nobody needs them. */
    private void build() {
        Object attributes = stack.pop();
        Object owner = stack.peek();
        boolean orderedMap =
                owner instanceof Mapping map
                        && map.ordered
                        && attributes instanceof Mapping given
                        && !given.ordered;
        if (!orderedMap && !(owner instanceof Placeholder)) {
            throw in.refuse(
                    ErrorCode.INSECURE_CONTENT,
                    "BUILD sets attributes of what is not an ordered map");
        }
    }

    private void persistentId(Object id) {
        List<Object> items = id instanceof Tuple tuple ? tuple.items : List.of();
        expect(
                items.size() == storages.idItems()
                        && "storage".equals(items.get(0))
                        && items.get(2) instanceof String
                        && items.get(3) instanceof String
                        && items.get(4) instanceof Long
                        && (items.size() == 5 || items.get(5) == Nothing.NONE),
                "a persistent id that does not name a storage");
        if (!(items.get(1) instanceof Symbol symbol) || symbol.meaning != Meaning.STORAGE) {
            throw in.refuse(ErrorCode.UNSUPPORTED, "a storage of a type that is not read");
        }
        long count = (Long) items.get(4);
        expect(count >= 0, "a storage of " + count + " elements");
        DType type = DType.ofStorage(symbol.name).orElseThrow();
        make(4L * PickleHeap.OBJECT, storages.storage(type, (String) items.get(2), count, in));
    }

    private void expect(boolean wellFormed, String otherwise) {
        if (!wellFormed) {
            throw in.refuse(ErrorCode.CORRUPT, otherwise);
        }
    }
}
