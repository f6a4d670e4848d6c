package io.metatransformer.api.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class WireTest {
    private static final int ROUNDS = 500;

    @Test
    void a_batch_of_tokens_comes_back_as_it_was() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<TokenSequence> batch = new RandomBatches(seed).tokens();

            List<TokenSequence> back = Wire.decode(Wire.encode(batch));

            assertEquals(batch.size(), back.size());
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(batch.get(i).segments().toString(), back.get(i).segments().toString());
                assertSameBits(batch.get(i).tokens(), back.get(i).tokens());
                assertEquals(
                        batch.get(i).positions().isPresent(), back.get(i).positions().isPresent());
                Tensor none = Tensor.of(new float[0], 0);
                assertSameBits(
                        batch.get(i).positions().orElse(none),
                        back.get(i).positions().orElse(none));
                assertSameOrigins(batch.get(i), back.get(i));
            }
        }
    }

    private static void assertSameOrigins(TokenSequence expected, TokenSequence actual) {
        for (int i = 0; i < expected.segments().size(); i++) {
            Origin origin = expected.segments().get(i).origin();
            Origin back = actual.segments().get(i).origin();
            assertEquals(origin.facts(), back.facts());
            origin.arrays()
                    .forEach((name, array) -> assertSameBits(array, back.arrays().get(name)));
            if (expected.segments().get(i).layout() instanceof Layout.Points points) {
                Layout.Points there = (Layout.Points) actual.segments().get(i).layout();
                assertSameBits(points.centres(), there.centres());
            }
        }
    }

    @Test
    void a_batch_of_features_comes_back_as_it_was() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<Features> batch = new RandomBatches(seed).features();

            List<Features> back = Wire.decodeFeatures(Wire.encodeFeatures(batch));

            assertEquals(batch.size(), back.size());
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(batch.get(i).segments().toString(), back.get(i).segments().toString());
                assertSameBits(batch.get(i).values(), back.get(i).values());
            }
        }
    }

    @Test
    void a_tensor_of_any_rank_comes_back_as_it_was() {
        RandomBatches random = new RandomBatches(1);
        for (Tensor tensor :
                List.of(
                        random.tensor(),
                        random.tensor(5),
                        random.tensor(0, 3),
                        random.tensor(1, 2, 1, 2, 1, 2, 1, 2))) {
            assertSameBits(tensor, Wire.decodeTensor(Wire.encodeTensor(tensor, 0)));
        }
    }

    @Test
    void equal_batches_give_equal_bytes_from_any_kind_of_buffer_and_encoding_again_too() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            ByteBuffer message = Wire.encode(new RandomBatches(seed).tokens(), seed);
            ByteBuffer heap = ByteBuffer.allocate(message.remaining() + 3).position(3);
            heap.put(message.duplicate()).position(3);

            assertEquals(message, Wire.encode(new RandomBatches(seed).tokens(), seed));
            assertEquals(message, Wire.encode(Wire.decode(message), seed));
            assertEquals(message, Wire.encode(Wire.decode(heap), seed));
            assertEquals(3, heap.position());
            assertEquals(seed, Wire.sequence(message));
        }
    }

    /** Written by hand from the layout in {@link Wire}: a change of form is a new version. */
    @Test
    void the_form_is_byte_for_byte_the_documented_one() {
        TokenSequence tokens =
                TokenSequence.of(
                        Tensor.of(new float[] {1, -2, 0.5f, 3}, 2, 2),
                        Modality.IMAGE,
                        1,
                        new Layout.Grid(1, 1),
                        Origin.named("a").with(Origin.WIDTH, 9));
        String expected =
                "4d545431 01 02 0000 0700000000000000 0200000000000000 0200000000000000"
                        + "78000000"
                        + "a2 64 6b696e64 66 746f6b656e73 65 6974656d73 81"
                        + "a2 68 7365676d656e7473 81"
                        + "a4 66 6c61796f7574 83 64 67726964 01 01"
                        + "66 6f726967696e a3 64 6e616d65 61 61"
                        + "65 6661637473 a1 65 7769647468 61 39 66 617272617973 a0"
                        + "67 7370656369616c 01 68 6d6f64616c697479 65 696d616765"
                        + "69 706f736974696f6e73 f4";
        byte[] start = HexFormat.of().parseHex(expected.replace(" ", ""));

        ByteBuffer message = Wire.encode(List.of(tokens), 7);

        byte[] actual = new byte[message.remaining()];
        message.duplicate().get(actual);
        assertArrayEquals(start, Arrays.copyOf(actual, start.length));
        int payload = (start.length + 7) / 8 * 8;
        ByteBuffer rest = ByteBuffer.wrap(actual).order(ByteOrder.LITTLE_ENDIAN).position(payload);
        assertEquals(16, rest.getLong());
        assertEquals(FloatBuffer.wrap(new float[] {1, -2, 0.5f, 3}), rest.asFloatBuffer());
    }

    @Test
    void the_values_of_a_direct_message_are_not_copied() {
        ByteBuffer message =
                Wire.encodeTensor(Tensor.of(new float[] {1, 2}, 2), 0)
                        .order(ByteOrder.LITTLE_ENDIAN);

        Tensor tensor = Wire.decodeTensor(message);
        message.putFloat(message.limit() - 4, 9);

        float expected = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 9 : 2;
        assertEquals(expected, tensor.toArray()[1]);
    }

    @Test
    void values_that_lie_unaligned_are_read_all_the_same() {
        List<TokenSequence> batch = new RandomBatches(5).tokens();
        ByteBuffer message = Wire.encode(batch);
        for (int shift = 1; shift < 8; shift++) {
            ByteBuffer shifted = ByteBuffer.allocateDirect(message.remaining() + shift);
            shifted.position(shift).put(message.duplicate()).position(shift);

            assertEquals(message, Wire.encode(Wire.decode(shifted)));
        }
    }

    @Test
    void what_one_message_cannot_hold_is_refused() {
        TokenSequence two = series(2, 2);
        TokenSequence three = series(2, 3);

        assertRefused(ErrorCode.EMPTY_INPUT, () -> Wire.encode(List.of()));
        assertRefused(ErrorCode.EMPTY_INPUT, () -> Wire.encodeFeatures(List.of()));
        assertRefused(ErrorCode.SHAPE_MISMATCH, () -> Wire.encode(List.of(two, three)));
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                () -> Wire.encodeTensor(new RandomBatches(1).tensor(1, 1, 1, 1, 1, 1, 1, 1, 1), 0));
    }

    @Test
    void a_message_of_another_kind_says_which() {
        ByteBuffer tokens = Wire.encode(List.of(series(2, 2)));
        ByteBuffer tensor = Wire.encodeTensor(Tensor.of(new float[4], 2, 2), 0);

        assertTrue(
                assertRefused(ErrorCode.MALFORMED, () -> Wire.decodeFeatures(tokens))
                        .contains("'tokens', expected features"));
        assertRefused(ErrorCode.MALFORMED, () -> Wire.decode(tensor));
    }

    @Test
    void no_two_readings_share_a_position() {
        ByteBuffer message = Wire.encode(List.of(series(2, 2)));

        assertNotSame(Wire.decode(message), Wire.decode(message));
        assertEquals(0, message.position());
    }

    private static TokenSequence series(int steps, int width) {
        return TokenSequence.of(
                Tensor.of(new float[steps * width], steps, width),
                Modality.TIME_SERIES,
                0,
                new Layout.Series(steps),
                Origin.named("s"));
    }

    private static String assertRefused(ErrorCode code, Executable call) {
        var refusal = assertThrows(MetaTransformerException.class, call);
        assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal.getMessage();
    }

    private static void assertSameBits(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        for (int i = 0; i < expected.elements(); i++) {
            assertEquals(
                    Float.floatToRawIntBits(expected.data().get(i)),
                    Float.floatToRawIntBits(actual.data().get(i)));
        }
    }
}
