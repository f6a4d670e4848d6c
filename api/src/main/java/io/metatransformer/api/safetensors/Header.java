package io.metatransformer.api.safetensors;

import io.metatransformer.api.Quoted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The checked header of a file: what it names is there, byte for byte, and nothing else is.
 *
 * @param tensors in the order of the header
 * @param dataStart the first byte after the header
 */
record Header(Map<String, Entry> tensors, Map<String, String> metadata, long dataStart) {
    static final String METADATA = "__metadata__";

    private static final int LENGTH_BYTES = 8;
    private static final long MAX_BYTES = 100_000_000;

    /** Far beyond any known model; what a header costs in memory is bounded by them. */
    private static final int MAX_TENSORS = 1 << 18;

    private static final int MAX_RANK = 64;

    static Header read(Source source) {
        String file = source.name();
        if (source.size() < LENGTH_BYTES) {
            throw Refusal.bad(
                    file,
                    "a safetensors file starts with "
                            + LENGTH_BYTES
                            + " bytes of header length, the file has "
                            + source.size());
        }
        ByteBuffer start = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(0, start);
        long length = start.getLong(0);
        if (length < 0 || length > MAX_BYTES) {
            throw Refusal.bad(
                    file,
                    "the header claims "
                            + Long.toUnsignedString(length)
                            + " bytes; at most "
                            + MAX_BYTES
                            + " are read (is it a safetensors file?)");
        }
        long dataStart = LENGTH_BYTES + length;
        if (dataStart > source.size()) {
            throw Refusal.bad(
                    file,
                    "the header claims "
                            + length
                            + " bytes, the file has "
                            + (source.size() - LENGTH_BYTES)
                            + " after its first 8");
        }
        Header header = parse(source, dataStart);
        header.checkRanges(file, source.size() - dataStart);
        return header;
    }

    private static Header parse(Source source, long dataStart) {
        JsonCursor json = new JsonCursor(source, LENGTH_BYTES, dataStart);
        Map<String, Entry> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = null;
        if (!json.takeIf('{')) {
            throw json.syntax("the header must be a JSON object that starts with '{'");
        }
        if (!json.accept('}')) {
            do {
                String name = json.text();
                json.expect(':');
                if (name.equals(METADATA)) {
                    if (metadata != null) {
                        throw json.syntax(METADATA + " is there twice");
                    }
                    metadata = texts(source.name(), json);
                } else if (tensors.put(name, entry(source.name(), name, json)) != null) {
                    throw json.syntax("tensor " + Quoted.name(name) + " is there twice");
                }
                if (tensors.size() > MAX_TENSORS) {
                    throw Refusal.limit(
                            source.name(),
                            "the header names more than " + MAX_TENSORS + " tensors");
                }
            } while (json.accept(','));
            json.expect('}');
        }
        json.expectEnd();
        return new Header(
                Collections.unmodifiableMap(tensors),
                metadata == null ? Map.of() : Collections.unmodifiableMap(metadata),
                dataStart);
    }

    private static Map<String, String> texts(String file, JsonCursor json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.expect('{');
        if (json.accept('}')) {
            return texts;
        }
        do {
            String key = json.text();
            json.expect(':');
            if (texts.put(key, json.text()) != null) {
                throw json.syntax(METADATA + " has " + Quoted.of(key) + " twice");
            }
            if (texts.size() > MAX_TENSORS) {
                throw Refusal.limit(file, METADATA + " has more than " + MAX_TENSORS + " entries");
            }
        } while (json.accept(','));
        json.expect('}');
        return texts;
    }

    private static Entry entry(String file, String name, JsonCursor json) {
        Dtype dtype = null;
        long[] shape = null;
        long[] range = null;
        json.expect('{');
        do {
            String key = json.text();
            json.expect(':');
            if (key.equals("dtype") && dtype == null) {
                dtype = dtype(name, json);
            } else if (key.equals("shape") && shape == null) {
                shape = counts(json, MAX_RANK);
            } else if (key.equals("data_offsets") && range == null) {
                range = counts(json, 2);
            } else {
                throw json.syntax(
                        "tensor "
                                + Quoted.name(name)
                                + " takes dtype, shape and data_offsets, each once, got "
                                + Quoted.of(key));
            }
        } while (json.accept(','));
        json.expect('}');
        if (dtype == null || shape == null || range == null || range.length != 2) {
            throw json.syntax(
                    "tensor "
                            + Quoted.name(name)
                            + " needs dtype, shape and data_offsets [begin, end]");
        }
        return checked(file, name, new Entry(dtype, shape, range[0], range[1]));
    }

    private static Dtype dtype(String name, JsonCursor json) {
        String text = json.text();
        return Dtype.named(text)
                .orElseThrow(
                        () ->
                                json.syntax(
                                        "tensor "
                                                + Quoted.name(name)
                                                + " has dtype "
                                                + Quoted.of(text)
                                                + "; known are "
                                                + Dtype.all()));
    }

    private static long[] counts(JsonCursor json, int most) {
        json.expect('[');
        if (json.accept(']')) {
            return new long[0];
        }
        long[] counts = new long[most];
        int count = 0;
        do {
            if (count == most) {
                throw json.syntax("a list of at most " + most + " numbers is read here");
            }
            counts[count++] = json.count();
        } while (json.accept(','));
        json.expect(']');
        return Arrays.copyOf(counts, count);
    }

    private static Entry checked(String file, String name, Entry entry) {
        long needed = Entry.bytes(entry.dtype(), entry.shape());
        if (entry.begin() > entry.end()) {
            throw Refusal.bad(
                    file,
                    "tensor "
                            + Quoted.name(name)
                            + " ends at byte "
                            + entry.end()
                            + " before it begins at "
                            + entry.begin());
        }
        if (needed != entry.end() - entry.begin()) {
            throw Refusal.bad(
                    file,
                    "tensor "
                            + Quoted.name(name)
                            + " needs "
                            + (needed < 0 ? "more than 2^63-1" : Long.toString(needed))
                            + " bytes for "
                            + entry.dtype()
                            + " "
                            + Arrays.toString(entry.shape())
                            + ", its range has "
                            + (entry.end() - entry.begin()));
        }
        return entry;
    }

    /** The ranges, put in order, must follow each other from the first byte of data to the last. */
    private void checkRanges(String file, long dataBytes) {
        var inOrder =
                tensors.entrySet().stream()
                        .sorted(
                                Comparator.<Map.Entry<String, Entry>>comparingLong(
                                                tensor -> tensor.getValue().begin())
                                        .thenComparingLong(tensor -> tensor.getValue().end()))
                        .toList();
        long at = 0;
        for (Map.Entry<String, Entry> tensor : inOrder) {
            Entry entry = tensor.getValue();
            if (entry.begin() != at) {
                throw Refusal.bad(
                        file,
                        "tensor "
                                + Quoted.name(tensor.getKey())
                                + " begins at byte "
                                + entry.begin()
                                + " of the data, "
                                + (entry.begin() < at ? "inside" : "with a hole after")
                                + " the one that ends at "
                                + at);
            }
            at = entry.end();
        }
        if (at != dataBytes) {
            throw Refusal.bad(
                    file,
                    "the tensors take "
                            + at
                            + " bytes, the file has "
                            + dataBytes
                            + " after its header");
        }
    }
}
