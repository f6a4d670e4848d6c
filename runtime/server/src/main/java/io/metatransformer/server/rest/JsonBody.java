package io.metatransformer.server.rest;

/** What a JSON body is, where it is sent. */
enum JsonBody {
    /** A question with its inputs; anything else is an input as it is. */
    QUESTION,
    /** A question with two lists of inputs; nothing else is taken. */
    COMPARISON,
    /** An input as it is, like anything else. */
    DATA
}
