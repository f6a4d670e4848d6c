package io.metatransformer.converter.checkpoint.pytorch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can become here, beside {@link StoredTensor}, {@link Storage}, {@link String}, {@link Long},
 * {@link java.math.BigInteger}, {@link Double} and {@link Boolean}: values that do nothing.
 *
 * <p>They may contain themselves or share parts a billion times over. Therefore none of them compares,
 * hashes or prints its content: each is equal to itself alone.
 */
sealed interface Inert {

    /** Python's {@code None}. */
    enum Nothing implements Inert {
        NONE
    }

    /** A tuple, or a {@code torch.Size}. */
    final class Tuple implements Inert {
        final List<Object> items;

        Tuple(List<Object> items) {
            this.items = items;
        }
    }

    /** A list. */
    final class Items implements Inert {
        final List<Object> items = new ArrayList<>(0);
    }

    /** A set; nothing reads what is in it. */
    final class Unordered implements Inert {}

    /** A mapping in order of insertion. Numbers and texts are keys by value, all else by identity. */
    final class Mapping implements Inert {
        final Map<Object, Object> entries = new LinkedHashMap<>(2);

        /** Whether this is an {@code OrderedDict}, which alone may carry attributes. */
        final boolean ordered;

        Mapping(boolean ordered) {
            this.ordered = ordered;
        }
    }

    /** Bytes, or a byte array. */
    final class Octets implements Inert {
        final byte[] bytes;

        Octets(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** A listed name of a Python module. */
    final class Symbol implements Inert {
        final String name;
        final Meaning meaning;

        Symbol(String name, Meaning meaning) {
            this.name = name;
            this.meaning = meaning;
        }

        /** Whether it may stand beside the weights as a value. */
        boolean harmless() {
            return meaning == Meaning.NUMBER_TYPE || meaning == Meaning.UNKNOWN;
        }
    }

    /** Stands for a value that nobody needs: a device, a complex number, an object of an unknown class. */
    final class Placeholder implements Inert {}

    /** What a symbol is good for. */
    enum Meaning {
        ORDERED_MAP,
        TENSOR,
        TENSOR_OLD,
        PARAMETER,
        STORAGE,
        SIZE,
        SET,
        BYTE_ARRAY,
        COMPLEX,
        DEVICE,
        ENCODE,
        /** A number type's name: a value, never called. */
        NUMBER_TYPE,
        /** Not listed, passed over on request. */
        UNKNOWN
    }
}
