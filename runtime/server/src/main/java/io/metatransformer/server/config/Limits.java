package io.metatransformer.server.config;

import java.time.Duration;

/**
 * What one request may ask for. {@code GET /api/v1/limits} reports every value.
 *
 * @param bodyBytes of a body after decompression, and of a line of a bulk body
 * @param fileBytes of one uploaded file
 * @param files of one multipart body
 * @param fields of one multipart body
 * @param fieldBytes of one text field
 * @param urlBytes of path and query
 * @param headerBytes of the header block
 * @param jsonDepth of nested arrays and objects
 * @param jsonStringChars of one string, base64 payloads included
 * @param jsonNumberChars of one number
 * @param jsonTensorNumbers of one tensor that is spelt out in JSON
 * @param items of one request
 * @param tokens of all items of one request
 * @param requestsInFlight that the server works on at the same time; more are refused with 429
 * @param bodyBytesInFlight of all bodies held in memory at the same time; more are refused with 429
 * @param streams open on one HTTP/2 connection
 * @param answerTime unless the client asks for another
 * @param answerTimeMin shortest that a client may ask for
 * @param answerTimeMax longest that a client may ask for
 * @param headerTime in which the first request of a connection must arrive
 * @param idleTime after which a silent connection is closed
 * @param progressTime in which at least {@code progressBytes} of a body must arrive
 */
public record Limits(
        int bodyBytes,
        int fileBytes,
        int files,
        int fields,
        int fieldBytes,
        int urlBytes,
        int headerBytes,
        int jsonDepth,
        int jsonStringChars,
        int jsonNumberChars,
        int jsonTensorNumbers,
        int items,
        int tokens,
        int requestsInFlight,
        long bodyBytesInFlight,
        int streams,
        Duration answerTime,
        Duration answerTimeMin,
        Duration answerTimeMax,
        Duration headerTime,
        Duration idleTime,
        Duration progressTime,
        int progressBytes) {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    public static final Limits DEFAULT =
            new Limits(
                    64 * MIB, // bodyBytes
                    64 * MIB, // fileBytes
                    256, // files
                    256, // fields
                    1 * MIB, // fieldBytes
                    4 * KIB, // urlBytes
                    16 * KIB, // headerBytes
                    64, // jsonDepth
                    48 * MIB, // jsonStringChars
                    64, // jsonNumberChars
                    16 * MIB, // jsonTensorNumbers
                    2048, // items
                    300_000, // tokens
                    1024, // requestsInFlight
                    512L * MIB, // bodyBytesInFlight
                    100, // streams
                    Duration.ofSeconds(30), // answerTime
                    Duration.ofMillis(1), // answerTimeMin
                    Duration.ofSeconds(300), // answerTimeMax
                    Duration.ofSeconds(10), // headerTime
                    Duration.ofSeconds(60), // idleTime
                    Duration.ofSeconds(10), // progressTime
                    1 * KIB); // progressBytes
}
