package io.metatransformer.api.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WireRefusalTest {
    private static final int MUTANTS = 30_000;

    /** Objects cost more than the bytes that describe them, but in proportion. */
    private static final int MOST_PER_BYTE = 100;

    private static final int MOST_AT_ALL = 1 << 18;

    private static byte[] message() {
        TokenSequence tokens =
                TokenSequence.of(
                        Tensor.of(new float[] {1, 2, 3, 4}, 2, 2),
                        Modality.IMAGE,
                        0,
                        new Layout.Grid(1, 2),
                        Origin.named("a").with("x", Tensor.of(new float[] {5}, 1)));
        return bytes(Wire.encode(List.of(tokens)));
    }

    private static byte[] bytes(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    private static ErrorCode refusal(Consumer<ByteBuffer> edit) {
        ByteBuffer message = ByteBuffer.wrap(message()).order(ByteOrder.LITTLE_ENDIAN);
        edit.accept(message);
        return assertThrows(MetaTransformerException.class, () -> Wire.decode(message)).code();
    }

    @Test
    void a_header_that_lies_is_refused() {
        assertEquals(ErrorCode.MALFORMED, refusal(m -> m.put(3, (byte) '2')));
        assertEquals(ErrorCode.UNSUPPORTED, refusal(m -> m.put(4, (byte) 2)));
        assertEquals(ErrorCode.MALFORMED, refusal(m -> m.put(5, (byte) 9)));
        assertEquals(ErrorCode.MALFORMED, refusal(m -> m.put(5, (byte) -1)));
        assertEquals(ErrorCode.UNSUPPORTED, refusal(m -> m.putShort(6, (short) 1)));
        assertEquals(ErrorCode.UNSUPPORTED, refusal(m -> m.putShort(6, (short) 4)));
        assertEquals(ErrorCode.MALFORMED, refusal(m -> m.putLong(16, -1)));
        assertEquals(ErrorCode.MALFORMED, refusal(m -> m.putLong(16, 1L << 40)));
        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal(m -> m.putLong(16, Integer.MAX_VALUE)));
        assertEquals(ErrorCode.SHAPE_MISMATCH, refusal(m -> m.putLong(16, 3)));
        assertEquals(ErrorCode.TRUNCATED, refusal(m -> m.putInt(32, Integer.MAX_VALUE)));
        assertEquals(ErrorCode.TRUNCATED, refusal(m -> m.putInt(32, -1)));
    }

    @Test
    void the_mark_of_a_streams_end_is_no_matter() {
        ByteBuffer message = ByteBuffer.wrap(message()).order(ByteOrder.LITTLE_ENDIAN);

        message.putShort(6, (short) 2);

        assertEquals(1, Wire.decode(message).size());
    }

    @Test
    void a_length_of_values_that_lies_is_refused() {
        int at = message().length - 16 - 8;
        for (long length : new long[] {-1, Long.MIN_VALUE, 17, 1L << 40}) {
            assertEquals(ErrorCode.TRUNCATED, refusal(m -> m.putLong(at, length)));
        }
        assertEquals(ErrorCode.MALFORMED, refusal(m -> m.putLong(at, 12)));
    }

    @Test
    void rows_that_the_items_do_not_take_are_refused() {
        // Four values as [4, 1] or [1, 4]: the header agrees with itself, not with the segments.
        assertEquals(ErrorCode.SHAPE_MISMATCH, refusal(m -> m.putLong(16, 4).putLong(24, 1)));
        assertEquals(ErrorCode.SHAPE_MISMATCH, refusal(m -> m.putLong(16, 1).putLong(24, 4)));
    }

    @Test
    void a_message_cut_anywhere_or_with_bytes_left_over_is_refused() {
        byte[] whole = message();

        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThrows(MetaTransformerException.class, () -> Wire.decode(cut));
        }
        ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 1));
        assertThrows(MetaTransformerException.class, () -> Wire.decode(longer));
    }

    @Test
    void metadata_with_more_values_than_any_message_needs_is_refused() {
        CborWriter many = new CborWriter();
        many.map(2);
        many.text("kind");
        many.text("tokens");
        many.text("items");
        many.array(1 << 20);
        for (int i = 0; i < 1 << 20; i++) {
            many.map(2);
            many.text("segments");
            many.array(0);
            many.text("positions");
            many.bool(false);
        }
        ByteBuffer message =
                Frame.write(
                        new int[] {1, 1},
                        0,
                        many.bytes(),
                        List.of(Tensor.of(new float[] {1}, 1, 1)));

        var refusal = assertThrows(MetaTransformerException.class, () -> Wire.decode(message));

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
    }

    @Test
    void damaged_messages_are_read_or_refused_and_cost_no_more_than_their_size() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int read = 0;
        for (int seed = 0; seed < MUTANTS; seed++) {
            RandomBatches random = new RandomBatches(seed);
            boolean tokens = seed % 2 == 0;
            byte[] mutant = mutant(random, bytes(tokens ? tokens(random) : features(random)));
            ByteBuffer message = ByteBuffer.wrap(mutant);
            int kind = seed;

            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                if (tokens) {
                    Wire.decode(message);
                } else {
                    Wire.decodeFeatures(message);
                }
                read++;
            } catch (MetaTransformerException refused) {
                assertEquals(ErrorCode.Turn.CALLER, refused.code().turn());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutant " + kind + " is answered with " + e, e);
            }
            long cost = memory.getCurrentThreadAllocatedBytes() - before;

            assertTrue(
                    cost <= MOST_AT_ALL + (long) MOST_PER_BYTE * mutant.length,
                    () -> "mutant " + kind + " of " + mutant.length + " bytes cost " + cost);
        }
        int share = 100 * read / MUTANTS;
        assertTrue(share > 1 && share < 90, "mutants still read: " + share + " %");
    }

    private static ByteBuffer tokens(RandomBatches random) {
        return Wire.encode(random.tokens());
    }

    private static ByteBuffer features(RandomBatches random) {
        return Wire.encodeFeatures(random.features());
    }

    /** One to four changes: bytes set, bits turned, lengths written large, pieces cut or doubled. */
    private static byte[] mutant(RandomBatches random, byte[] message) {
        byte[] mutant = message;
        for (int changes = 1 + random.below(4); changes > 0; changes--) {
            // Most of a message are values, where any change is read: stay near the front.
            int reach = random.below(4) == 0 ? mutant.length : Math.min(mutant.length, 160);
            int at = random.below(reach);
            switch (random.below(6)) {
                case 0 -> mutant[at] = (byte) random.below(256);
                case 1 -> mutant[at] ^= (byte) (1 << random.below(8));
                case 2 -> mutant[at] = (byte) 0xFF;
                case 3 -> {
                    for (int i = at; i < Math.min(at + 1 + random.below(8), mutant.length); i++) {
                        mutant[i] = (byte) (random.below(2) == 0 ? 0xFF : 0x7F);
                    }
                }
                case 4 -> mutant = Arrays.copyOf(mutant, 1 + random.below(mutant.length));
                default -> {
                    byte[] longer = Arrays.copyOf(mutant, mutant.length + 8);
                    System.arraycopy(mutant, at, longer, at + 8, mutant.length - at);
                    mutant = longer;
                }
            }
        }
        return mutant;
    }
}
