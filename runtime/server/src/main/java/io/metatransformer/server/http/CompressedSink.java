package io.metatransformer.server.http;

import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Keeps a compressed body and inflates it at its end into another sink. Small buffers only, so that a few bytes
 * that inflate to gigabytes are noticed at the limit.
 */
final class CompressedSink implements Sink {
    private static final int PIECE = 1 << 16;

    private final MemorySink compressed = new MemorySink();
    private final Sink inflated;
    private final boolean gzip;
    private final BodyBudget budget;

    CompressedSink(Sink inflated, boolean gzip, BodyBudget budget) {
        this.inflated = inflated;
        this.gzip = gzip;
        this.budget = budget;
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public void write(byte[] piece) {
        compressed.write(piece);
    }

    @Override
    public Body finish() {
        byte[] bytes = compressed.joined();
        try (InputStream in = inflating(bytes)) {
            long total = 0;
            byte[] piece = in.readNBytes(PIECE);
            while (piece.length > 0) {
                total += piece.length;
                budget.checkLength(total);
                budget.hold(piece.length);
                inflated.write(piece);
                piece = in.readNBytes(PIECE);
            }
        } catch (IOException e) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "the body is not valid " + (gzip ? "gzip" : "deflate") + " data");
        }
        return inflated.finish();
    }

    private InputStream inflating(byte[] bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        if (gzip) {
            return new GZIPInputStream(in, PIECE);
        }
        return new InflaterInputStream(in, new Inflater(!zlibHeader(bytes)), PIECE);
    }

    /** RFC 9110 means the zlib format by deflate; some clients send the bare stream all the same. */
    private static boolean zlibHeader(byte[] bytes) {
        return bytes.length >= 2
                && (bytes[0] & 0x0F) == 8
                && (((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF)) % 31 == 0;
    }

    @Override
    public void abort() {
        compressed.abort();
        inflated.abort();
    }
}
