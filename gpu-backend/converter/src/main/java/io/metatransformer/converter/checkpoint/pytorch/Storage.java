package io.metatransformer.converter.checkpoint.pytorch;

import java.nio.ByteOrder;
import java.util.function.Supplier;

/** A run of elements of one type that tensors are views of; several tensors may share it. */
final class Storage {
    final DType type;
    final String key;

    /** Number of elements. */
    final long count;

    final ByteOrder order;

    private final Supplier<Bytes> content;

    /**
     * @param content where its {@code count} elements are; asked for when a tensor is read
     */
    Storage(DType type, String key, long count, ByteOrder order, Supplier<Bytes> content) {
        this.type = type;
        this.key = key;
        this.count = count;
        this.order = order;
        this.content = content;
    }

    Bytes content() {
        return content.get();
    }

    /** Finds the storage that a persistent id names. */
    interface Shelf {
        /** Items of a persistent id in this container. */
        int idItems();

        /**
         * @param count as the id claims it, not negative
         */
        Storage storage(DType type, String key, long count, PickleInput at);
    }
}
