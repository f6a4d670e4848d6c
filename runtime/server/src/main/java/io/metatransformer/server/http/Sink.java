package io.metatransformer.server.http;

/** Takes a body in, piece by piece. One thread at a time. */
interface Sink {

    /** Whether {@link #write} may block, and so must not be called on an event loop. */
    boolean blocks();

    void write(byte[] piece);

    /** The whole body; never on an event loop. */
    Body finish();

    /** Gives up what was taken in; never on an event loop. */
    void abort();
}
