package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The promises of every tokenizer, kept in each mode. */
class TextTokenizerContractTest {

    abstract static class Of extends TokenizerContract {
        @Override
        protected Modality modality() {
            return Modality.TEXT;
        }

        @Override
        protected int width() {
            return 16;
        }

        @Override
        protected List<Input> samples() {
            return List.of(
                    text("A photo of a cat &amp; two caf\u00e9s."),
                    text("{\"text\": \"a line\", \"label\": 3}\n"),
                    Input.of(Modality.TEXT, Tensor.of(new float[] {320, 1125, 539}, 3)));
        }

        static Input text(String text) {
            return Input.of(Modality.TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        protected boolean hasSignature(Input sample) {
            return false;
        }

        @Override
        protected Set<ErrorCode> refusalsOfOtherBytes() {
            return Set.of(ErrorCode.ENCODING);
        }

        @Override
        protected Optional<Input> tooLarge() {
            return Optional.of(text("word ".repeat(80)).withOptions(Map.of("truncate", false)));
        }
    }

    @Nested
    class Pooled extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of("text_width", 12, "text_heads", 3, "text_layers", 2);
        }
    }

    @Nested
    class Contextual extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of("mode", "contextual", "text_layers", 1, "text_output", 4);
        }
    }

    @Nested
    class Learned extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of("mode", "learned");
        }
    }
}
