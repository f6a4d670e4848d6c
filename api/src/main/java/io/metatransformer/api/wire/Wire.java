package io.metatransformer.api.wire;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of a ragged batch of tokens, of its features, and of a single tensor. One message, all
 * little-endian:
 *
 * <pre>
 *   0   4  magic "MTT1": the form and its version
 *   4   1  type of the values: 1, float32
 *   5   1  rank, 0 to 8
 *   6   2  flags: bit 1 marks the last of a stream; no other is read
 *   8   8  sequence number, the sender's own
 *   16  8  each dimension, int64
 *   ..  4  length of the metadata, then that many bytes of CBOR (RFC 8949, deterministic)
 *   ..     zeros up to a multiple of 8
 *   ..  8  length of the values, then the values, row-major
 * </pre>
 *
 * <p>A batch is one matrix {@code [rows, D]}: the tokens of every item one after the other, then the
 * positions of those items that have any. The metadata says for each item its segments, with layout and
 * origin, and whether it has positions. Equal batches give equal bytes.
 *
 * <p>Reading trusts nothing: a wrong magic, a length beyond the buffer, dimensions that are negative, overflow
 * or do not fit the values, bytes left over, segments that do not cover their rows are all refused with a
 * {@link MetaTransformerException}, and no more is allocated than a small multiple of the message. Values may
 * be NaN or infinite: whoever computes with them checks that.
 */
public final class Wire {
    private static final String TOKENS = "tokens";
    private static final String FEATURES = "features";

    private Wire() {}

    /** Writes a batch of at least one sequence, all of one width, as message 0. */
    public static ByteBuffer encode(List<TokenSequence> batch) {
        return encode(batch, 0);
    }

    /**
     * Writes a batch of at least one sequence, all of one width.
     *
     * @param sequence a number that {@link #sequence} gives back
     * @return a direct buffer from its position to its limit
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for no sequences, {@link
     *     ErrorCode#SHAPE_MISMATCH} for several widths, {@link ErrorCode#LIMIT_EXCEEDED} past 2 GiB
     */
    public static ByteBuffer encode(List<TokenSequence> batch, long sequence) {
        CborWriter metadata = start(TOKENS, batch.size());
        List<Tensor> blocks = new ArrayList<>();
        for (TokenSequence item : batch) {
            SegmentCodec.write(metadata, item.segments(), item.positions().isPresent());
            blocks.add(item.tokens());
        }
        batch.forEach(item -> item.positions().ifPresent(blocks::add));
        return matrix(blocks, metadata, sequence);
    }

    /** Writes the features of a batch of at least one item, all of one width, as message 0. */
    public static ByteBuffer encodeFeatures(List<Features> batch) {
        return encodeFeatures(batch, 0);
    }

    /** Writes the features of a batch, as {@link #encode(List, long)} does tokens. */
    public static ByteBuffer encodeFeatures(List<Features> batch, long sequence) {
        CborWriter metadata = start(FEATURES, batch.size());
        batch.forEach(item -> SegmentCodec.write(metadata, item.segments(), false));
        return matrix(batch.stream().map(Features::values).toList(), metadata, sequence);
    }

    /**
     * Writes one tensor of a rank up to 8.
     *
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for a higher rank
     */
    public static ByteBuffer encodeTensor(Tensor tensor, long sequence) {
        CborWriter metadata = new CborWriter();
        metadata.map(1);
        metadata.text("kind");
        metadata.text("tensor");
        return Frame.write(tensor.shape(), sequence, metadata.bytes(), List.of(tensor));
    }

    private static CborWriter start(String kind, int items) {
        if (items == 0) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, "a message holds at least one item");
        }
        CborWriter metadata = new CborWriter();
        metadata.map(2);
        metadata.text("kind");
        metadata.text(kind);
        metadata.text("items");
        metadata.array(items);
        return metadata;
    }

    private static ByteBuffer matrix(List<Tensor> blocks, CborWriter metadata, long sequence) {
        int width = blocks.get(0).size(1);
        long rows = 0;
        for (Tensor block : blocks) {
            if (block.size(1) != width) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "one message holds one width; got " + width + " and " + block.size(1));
            }
            rows += block.size(0);
        }
        if (rows > Integer.MAX_VALUE) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED, rows + " rows do not fit into one message");
        }
        return Frame.write(new int[] {(int) rows, width}, sequence, metadata.bytes(), blocks);
    }

    /**
     * Reads a batch of tokens from the buffer's position to its limit; the buffer stays as it was. From a
     * direct buffer on a little-endian machine the values are not copied where they are aligned: the caller
     * gives up writing to it.
     *
     * @throws MetaTransformerException with {@link ErrorCode#TRUNCATED}, {@link ErrorCode#MALFORMED}, {@link
     *     ErrorCode#UNSUPPORTED}, {@link ErrorCode#SHAPE_MISMATCH}, {@link ErrorCode#LIMIT_EXCEEDED} or another
     *     of the caller's codes for a message that is not of the form above
     */
    public static List<TokenSequence> decode(ByteBuffer message) {
        Frame frame = Frame.read(message);
        List<SegmentCodec.Item> items = items(frame, TOKENS);
        Matrix matrix = new Matrix(frame);
        List<TokenSequence> tokens = new ArrayList<>();
        for (SegmentCodec.Item item : items) {
            tokens.add(TokenSequence.of(matrix.next(item.length()), item.segments()));
        }
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).positioned()) {
                Tensor positions = matrix.next(items.get(i).length());
                tokens.set(i, tokens.get(i).withPositions(positions));
            }
        }
        matrix.end();
        return List.copyOf(tokens);
    }

    /** Reads a batch of features, as {@link #decode} does tokens. */
    public static List<Features> decodeFeatures(ByteBuffer message) {
        Frame frame = Frame.read(message);
        List<SegmentCodec.Item> items = items(frame, FEATURES);
        Matrix matrix = new Matrix(frame);
        List<Features> features = new ArrayList<>();
        for (SegmentCodec.Item item : items) {
            features.add(Features.of(matrix.next(item.length()), item.segments()));
        }
        matrix.end();
        return List.copyOf(features);
    }

    /** Reads a single tensor, as {@link #decode} does tokens; whatever else its metadata says is left unread. */
    public static Tensor decodeTensor(ByteBuffer message) {
        Frame frame = Frame.read(message);
        return Tensor.of(frame.values(), frame.shape());
    }

    /**
     * The sequence number of a message of any kind.
     *
     * @throws MetaTransformerException as {@link #decode}
     */
    public static long sequence(ByteBuffer message) {
        return Frame.read(message).sequence();
    }

    private static List<SegmentCodec.Item> items(Frame frame, String kind) {
        CborReader metadata = new CborReader(frame.metadata());
        metadata.map(2);
        metadata.key("kind");
        String actual = metadata.text();
        if (!actual.equals(kind)) {
            throw metadata.malformed(
                    "the message holds " + Quoted.of(actual) + ", expected " + kind);
        }
        metadata.key("items");
        int count = metadata.array();
        if (count == 0) {
            throw metadata.malformed("a message holds at least one item");
        }
        List<SegmentCodec.Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(SegmentCodec.read(metadata));
        }
        metadata.end();
        return items;
    }

    /** The rows of a message, taken from the top. */
    private static final class Matrix {
        private final FloatBuffer values;
        private final int rows;
        private final int width;
        private int row;

        Matrix(Frame frame) {
            int[] shape = frame.shape();
            if (shape.length != 2) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "a batch is a matrix [rows, width], got rank " + shape.length);
            }
            this.values = frame.values();
            this.rows = shape[0];
            this.width = shape[1];
        }

        Tensor next(int count) {
            if (count > rows - row) {
                throw mismatch("more than");
            }
            FloatBuffer block = values.slice(row * width, count * width);
            row += count;
            return Tensor.of(block, count, width);
        }

        void end() {
            if (row != rows) {
                throw mismatch("only " + row + " of");
            }
        }

        private MetaTransformerException mismatch(String how) {
            return new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "the items of the message take " + how + " its " + rows + " rows");
        }
    }
}
