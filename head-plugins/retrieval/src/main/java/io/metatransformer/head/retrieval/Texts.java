package io.metatransformer.head.retrieval;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts as a tensor, so that a gallery of 100,000 items lies in one file and not in its configuration: each
 * number is a byte of UTF-8, and each text ends with a 0.
 */
final class Texts {
    private Texts() {}

    /** @param texts without the character 0 */
    static Tensor tensor(List<String> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : texts) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        FloatBuffer numbers = Tensor.allocate(bytes.size());
        for (byte each : bytes.toByteArray()) {
            numbers.put(Byte.toUnsignedInt(each));
        }
        return Tensor.of(numbers.flip(), bytes.size());
    }

    /**
     * @param name of the tensor, for messages
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for what {@link #tensor} does not make
     */
    static List<String> of(String name, Tensor tensor) {
        byte[] bytes = new byte[tensor.elements()];
        FloatBuffer numbers = tensor.data();
        for (int i = 0; i < bytes.length; i++) {
            float number = numbers.get(i);
            if (number != (int) number || number < 0 || number > 255) {
                throw bad(name, "byte " + i + " is " + number, null);
            }
            bytes[i] = (byte) number;
        }
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                texts.add(text(name, ByteBuffer.wrap(bytes, from, at - from)));
                from = at + 1;
            }
        }
        if (from != bytes.length) {
            throw bad(name, "the last text has no end", null);
        }
        return texts;
    }

    private static String text(String name, ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw bad(name, "a text is not UTF-8", e);
        }
    }

    private static MetaTransformerException bad(String name, String what, Exception cause) {
        return new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS, "'" + name + "' holds no texts: " + what, cause);
    }
}
