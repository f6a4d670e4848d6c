package io.metatransformer.api.safetensors;

import java.nio.ByteBuffer;

/** Bytes that can be read at any place, by many threads at once. */
interface Source extends AutoCloseable {

    /** As messages call it. */
    String name();

    long size();

    /** Fills {@code target} from its position to its limit with the bytes from {@code position} on. */
    void read(long position, ByteBuffer target);

    @Override
    void close();
}
