package io.metatransformer.modality.imu;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The promises of every tokenizer, kept by each embedding. */
class ImuTokenizerContractTest {

    abstract static class Of extends TokenizerContract {
        @Override
        protected Modality modality() {
            return Modality.IMU;
        }

        @Override
        protected List<Input> samples() {
            float[] values = new float[6 * 40];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.sin(i);
            }
            return List.of(
                    Input.of(Modality.IMU, table(40).getBytes(StandardCharsets.UTF_8)),
                    Input.of(Modality.IMU, Tensor.of(values, 40, 6)));
        }

        private static String table(int rows) {
            StringBuilder table = new StringBuilder("timestamp_ms,gx,gy,gz,ax,ay,az\n");
            for (int row = 0; row < rows; row++) {
                table.append(5 * row).append(",0.1,-2,3e-1,").append(row).append(",1,9.81\n");
            }
            return table.toString();
        }
    }

    @Nested
    class Samples extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of("duration_sec", 0.25, "max_tokens", 50);
        }

        @Override
        protected Optional<Input> tooLarge() {
            return Optional.of(samples().get(0).withOptions(Map.of("duration_sec", 0.5)));
        }
    }

    @Nested
    class Convolution extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of("embedding", "conv10", "duration_sec", 0.15);
        }
    }

    @Nested
    class Patches extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of("embedding", "patch", "duration_sec", 0.2, "resampling", "sinc");
        }
    }
}
