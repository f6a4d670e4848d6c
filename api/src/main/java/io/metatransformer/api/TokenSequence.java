package io.metatransformer.api;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a tokenizer makes and the shared encoder reads: {@code [length, width]} float32, row-major,
 * with one {@link Segment} per input. Immutable and safe to share between threads.
 *
 * <p>Some modalities (point clouds) have their position vectors added again before every block of the
 * encoder. Those travel beside the tokens, in the same shape, as {@link #positions()}; positions that
 * are added only once are already in the tokens.
 */
public final class TokenSequence {
    private final Tensor tokens;
    private final Tensor positions;
    private final List<Segment> segments;

    private TokenSequence(Tensor tokens, Tensor positions, List<Segment> segments) {
        this.tokens = tokens;
        this.positions = positions;
        this.segments = segments;
    }

    /**
     * @param tokens {@code [length, width]}, both at least 1
     * @param segments in order, back to back, covering every row
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} if they do not
     */
    public static TokenSequence of(Tensor tokens, List<Segment> segments) {
        return new TokenSequence(
                Rows.matrix("tokens", tokens), null, Rows.covering(segments, tokens.size(0)));
    }

    /** One input, one segment. */
    public static TokenSequence of(
            Tensor tokens, Modality modality, int specialTokens, Layout layout, Origin origin) {
        return of(tokens, List.of(new Segment(modality, 0, specialTokens, layout, origin)));
    }

    /**
     * This sequence with vectors that the encoder adds before every block.
     *
     * @param positions the shape of the tokens
     */
    public TokenSequence withPositions(Tensor positions) {
        Rows.matrix("positions", positions);
        if (positions.size(0) != length() || positions.size(1) != width()) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "positions " + positions + " must have the shape of the tokens " + tokens);
        }
        return new TokenSequence(tokens, positions, segments);
    }

    /**
     * Fuses several inputs into one sequence: rows one after the other in the order of {@code parts},
     * every segment kept. Where only some parts have positions, the others count as zero.
     *
     * @param parts at least one, all of the same width
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for none, {@link
     *     ErrorCode#SHAPE_MISMATCH} for several widths, {@link ErrorCode#LIMIT_EXCEEDED} past 2^31-1 values
     */
    public static TokenSequence concat(List<TokenSequence> parts) {
        if (parts.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, "a fused sequence needs at least one part");
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int width = parts.get(0).width();
        long total = 0;
        boolean positioned = false;
        for (TokenSequence part : parts) {
            if (part.width() != width) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "fused parts must have one width; got " + width + " and " + part.width());
            }
            total += part.length();
            positioned |= part.positions != null;
        }
        if (total * width > Integer.MAX_VALUE) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a fused sequence of " + total + " tokens of width " + width + " is too long");
        }
        int length = (int) total;
        FloatBuffer tokens = Tensor.allocate(length * width);
        FloatBuffer positions = positioned ? Tensor.allocate(tokens.capacity()) : null;
        List<Segment> segments = new ArrayList<>();
        int row = 0;
        for (TokenSequence part : parts) {
            tokens.put(part.tokens.data());
            if (part.positions != null) {
                positions.position(row * width).put(part.positions.data());
            }
            for (Segment segment : part.segments) {
                segments.add(segment.shifted(row));
            }
            row += part.length();
        }
        TokenSequence fused = of(Tensor.of(tokens.flip(), length, width), segments);
        return positioned
                ? fused.withPositions(Tensor.of(positions.rewind(), length, width))
                : fused;
    }

    /** Number of tokens, N. */
    public int length() {
        return tokens.size(0);
    }

    /** Width of a token, D. */
    public int width() {
        return tokens.size(1);
    }

    /** {@code [length, width]}. */
    public Tensor tokens() {
        return tokens;
    }

    /** {@code [length, width]}, to be added before every block. */
    public Optional<Tensor> positions() {
        return Optional.ofNullable(positions);
    }

    /** In order of rows, back to back. */
    public List<Segment> segments() {
        return segments;
    }

    @Override
    public String toString() {
        return "TokenSequence["
                + length()
                + ", "
                + width()
                + "] of "
                + segments.size()
                + " segment(s)";
    }
}
