package io.metatransformer.converter;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Weights that remember the digest of every tensor that was read, so that one pass over a large checkpoint
 * both fills a graph and names it.
 */
final class Fingerprint implements Weights {
    private static final int CHUNK = 1 << 14;

    private final Weights weights;
    private final Map<String, String> digests = new TreeMap<>();

    Fingerprint(Weights weights) {
        this.weights = weights;
    }

    @Override
    public Set<String> names() {
        return weights.names();
    }

    @Override
    public int[] shape(String name) {
        return weights.shape(name);
    }

    @Override
    public Tensor get(String name) {
        Tensor tensor = weights.get(name);
        MessageDigest digest = sha256();
        FloatBuffer values = tensor.data();
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            int count = Math.min(CHUNK, values.remaining());
            bytes.clear().asFloatBuffer().put(values.slice(values.position(), count));
            values.position(values.position() + count);
            digest.update(bytes.limit(count * Float.BYTES));
        }
        digests.put(
                name,
                Arrays.toString(tensor.shape()) + " " + HexFormat.of().formatHex(digest.digest()));
        return tensor;
    }

    /**
     * SHA-256 over the lines {@code "<name> <shape> <sha256 of the float32 little-endian values>\n"}, sorted by
     * name, after the line of the encoder's shape; 64 lower-case hex digits.
     */
    String of(EncoderConfig config) {
        StringBuilder lines = new StringBuilder(config.toString()).append('\n');
        digests.forEach((name, line) -> lines.append(name).append(' ').append(line).append('\n'));
        return HexFormat.of()
                .formatHex(sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
