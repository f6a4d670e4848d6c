package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Items;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Mapping;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Nothing;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Octets;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Placeholder;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Symbol;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Tuple;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Unordered;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What REDUCE makes of a listed symbol and its arguments. No Python runs: each case is spelled out here. */
final class Rebuild {
    private final PickleInput at;
    private final PickleHeap heap;
    private final ReadOptions options;

    Rebuild(PickleInput at, PickleHeap heap, ReadOptions options) {
        this.at = at;
        this.heap = heap;
        this.options = options;
    }

    Object reduce(Symbol symbol, List<Object> arguments) {
        return switch (symbol.meaning) {
            case ORDERED_MAP -> orderedMap(arguments);
            case TENSOR -> tensor(arguments, 6, 7);
            case TENSOR_OLD -> tensor(arguments, 4, 4);
            case PARAMETER -> parameter(arguments);
            case SIZE -> size(arguments);
            case SET -> set(arguments);
            case BYTE_ARRAY -> byteArray(arguments);
            case COMPLEX -> complex(arguments);
            case DEVICE -> device(arguments);
            case ENCODE -> encode(arguments);
            case UNKNOWN -> new Placeholder();
            case STORAGE, NUMBER_TYPE ->
                    throw at.refuse(
                            ErrorCode.INSECURE_CONTENT,
                            "calls " + Place.quoted(symbol.name) + ", which is only a name");
        };
    }

    private Object orderedMap(List<Object> arguments) {
        Mapping map = new Mapping(true);
        if (arguments.isEmpty()) {
            return map;
        }
        expect(arguments.size() == 1 && arguments.get(0) instanceof Items, "an ordered map");
        for (Object pair : ((Items) arguments.get(0)).items) {
            List<Object> both =
                    pair instanceof Tuple t
                            ? t.items
                            : pair instanceof Items l ? l.items : List.of();
            expect(
                    both.size() == 2
                            && !(both.get(1) instanceof Symbol symbol && !symbol.harmless()),
                    "an ordered map");
            heap.charge(PickleHeap.ENTRY);
            map.entries.put(both.get(0), both.get(1));
        }
        return map;
    }

    private StoredTensor tensor(List<Object> arguments, int fewest, int most) {
        expect(arguments.size() >= fewest && arguments.size() <= most, "a tensor");
        expect(
                arguments.get(0) instanceof Storage
                        && arguments.get(1) instanceof Long
                        && arguments.get(2) instanceof Tuple
                        && arguments.get(3) instanceof Tuple,
                "a tensor");
        if (fewest > 4) {
            expect(arguments.get(4) instanceof Boolean && empty(arguments.get(5)), "a tensor");
        }
        if (arguments.size() > 6) {
            Object metadata = arguments.get(6);
            expect(metadata == Nothing.NONE || empty(metadata), "a tensor's metadata");
        }
        heap.charge(16L * ((Tuple) arguments.get(2)).items.size());
        return StoredTensor.of(
                (Storage) arguments.get(0),
                (Long) arguments.get(1),
                numbers((Tuple) arguments.get(2)),
                numbers((Tuple) arguments.get(3)),
                options,
                at);
    }

    private Object parameter(List<Object> arguments) {
        expect(
                arguments.size() == 3
                        && arguments.get(0) instanceof StoredTensor
                        && arguments.get(1) instanceof Boolean
                        && empty(arguments.get(2)),
                "a parameter");
        return arguments.get(0);
    }

    private Object size(List<Object> arguments) {
        expect(
                arguments.size() == 1
                        && arguments.get(0) instanceof Tuple t
                        && t.items.stream().allMatch(Long.class::isInstance),
                "a torch.Size");
        // The same tuple may be given again and again: each look at its items has a price.
        heap.charge((long) PickleHeap.SLOT * ((Tuple) arguments.get(0)).items.size());
        return arguments.get(0);
    }

    private Object set(List<Object> arguments) {
        expect(
                arguments.isEmpty() || arguments.size() == 1 && arguments.get(0) instanceof Items,
                "a set");
        return new Unordered();
    }

    private Object byteArray(List<Object> arguments) {
        if (arguments.isEmpty()) {
            return new Octets(new byte[0]);
        }
        if (arguments.size() == 1 && arguments.get(0) instanceof Octets octets) {
            return octets;
        }
        return encode(arguments);
    }

    private Object complex(List<Object> arguments) {
        expect(
                arguments.size() == 2 && arguments.stream().allMatch(Double.class::isInstance),
                "a complex number");
        return new Placeholder();
    }

    private Object device(List<Object> arguments) {
        expect(
                arguments.size() == 1 && arguments.get(0) instanceof String
                        || arguments.size() == 2
                                && arguments.get(0) instanceof String
                                && arguments.get(1) instanceof Long,
                "a device");
        return new Placeholder();
    }

    /** How protocol 2 writes bytes: each character stands for the byte of its number. */
    private Octets encode(List<Object> arguments) {
        expect(
                arguments.size() == 2
                        && arguments.get(0) instanceof String
                        && ("latin1".equals(arguments.get(1))
                                || "latin-1".equals(arguments.get(1))),
                "bytes");
        String text = (String) arguments.get(0);
        expect(text.chars().allMatch(c -> c <= 0xff), "bytes");
        heap.charge(PickleHeap.text(text.length()));
        return new Octets(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private long[] numbers(Tuple tuple) {
        return tuple.items.stream()
                .mapToLong(
                        item -> {
                            expect(item instanceof Long, "a tensor's size or stride");
                            return (Long) item;
                        })
                .toArray();
    }

    private static boolean empty(Object value) {
        return value instanceof Mapping map && map.entries.isEmpty();
    }

    private void expect(boolean asDocumented, String what) {
        if (!asDocumented) {
            throw wrong(what);
        }
    }

    private MetaTransformerException wrong(String what) {
        return at.refuse(
                ErrorCode.CORRUPT, what + " with arguments of another number or type than known");
    }
}
