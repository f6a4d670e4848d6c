package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The promises of every tokenizer, kept for steps and for patches. */
class TimeSeriesTokenizerContractTest {
    private static final Tensor WAVE = wave(24);

    @Nested
    class OfSteps extends TokenizerContract {
        @Override
        protected Modality modality() {
            return Modality.TIME_SERIES;
        }

        @Override
        protected Map<String, Object> config() {
            return Map.of("channels", 2, "max_tokens", 24);
        }

        @Override
        protected List<Input> samples() {
            return List.of(
                    text("date,a,b\n2021-02-01 00:00,1,2\n2021-02-01 01:00,3,\n"),
                    text("{\"values\":[[1,2],[3,null]],\"timestamps\":[1612184400,1612188000]}"),
                    text("[{\"a\":1,\"b\":2},{\"a\":3,\"b\":null}]").named("objects"),
                    Input.of(Modality.TIME_SERIES, WAVE));
        }

        @Override
        protected boolean hasSignature(Input sample) {
            return !sample.name().equals("objects");
        }

        @Override
        protected Optional<Input> tooLarge() {
            return Optional.of(Input.of(Modality.TIME_SERIES, wave(25)));
        }
    }

    @Nested
    class OfPatches extends TokenizerContract {
        @Override
        protected Modality modality() {
            return Modality.TIME_SERIES;
        }

        @Override
        protected Map<String, Object> config() {
            return Map.of("embedding", "patches", "patch_length", 4, "patch_stride", 2);
        }

        @Override
        protected List<Input> samples() {
            return List.of(text("{\"values\":[1,2,3,4,5,6,7]}"));
        }
    }

    private static Tensor wave(int steps) {
        float[] values = new float[2 * steps];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        return Tensor.of(values, steps, 2);
    }

    private static Input text(String text) {
        return Input.of(Modality.TIME_SERIES, text.getBytes(StandardCharsets.UTF_8));
    }
}
