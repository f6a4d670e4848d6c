package io.metatransformer.modality.imu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImuReaderFuzzTest {
    private static final List<byte[]> GOOD =
            List.of(
                    bytes(
                            "timestamp_ms,accl_x,accl_y,accl_z,gyro_x,gyro_y,gyro_z\n"
                                    + "1003.5,1,2,3,4,5,6\n1018,1e1,-2,3,4,5,\"6\"\r\n1038,,2,3,4,5,6\n"),
                    bytes(
                            "\u0093NUMPY\u0001\u0000\u0040\u0000"
                                    + "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 6), }     \n"
                                    + "000011112222"));

    @ParameterizedTest
    @ValueSource(strings = {"linear", "sinc", "none"})
    void broken_recordings_are_read_or_refused(String resampling) {
        Options options =
                Options.of(
                        ImuOptions.declared(),
                        Map.of("resampling", resampling, "missing", "linear"));

        new Mutations(20_250_310, GOOD)
                .allAreReadOrRefused(
                        broken -> {
                            Input input = Input.of(Modality.IMU, broken);
                            ImuSignal signal = new ImuReader(options).read(input);
                            ImuWindow window = ImuWindow.of("fuzz", signal, options, "instance");
                            for (float value : window.values()) {
                                assertTrue(Float.isFinite(value), "a sample that is no number");
                            }
                        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
