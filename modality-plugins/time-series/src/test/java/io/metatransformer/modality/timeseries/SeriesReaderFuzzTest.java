package io.metatransformer.modality.timeseries;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesReaderFuzzTest {
    private static final List<byte[]> GOOD =
            List.of(
                    bytes("date,a,b\n2021-02-01 00:00,1.5,-2e3\n2021-02-01 01:00,,\"4\"\r\n"),
                    bytes(
                            "{\"values\":[[1,2],[3,null]],\"timestamps\":[\"2021-02-01T00:00Z\","
                                    + "1612188000],\"frequency\":\"15min\",\"channels\":[\"a\",\"b\"]}"),
                    bytes("[{\"date\":\"2021-02-01\",\"a\":1,\"b\":2.5e1}]"),
                    bytes(
                            "\u0093NUMPY\u0001\u0000\u0040\u0000"
                                    + "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }     \n"
                                    + "0000111122223333"));

    @Test
    void broken_series_are_read_or_refused() {
        Options options = Options.of(SeriesOptions.declared(), Map.of("channels", 2));
        SeriesReader reader = new SeriesReader(options, SeriesLimits.WIDEST.withSteps(1000));

        new Mutations(20_250_310, GOOD)
                .allAreReadOrRefused(
                        broken -> {
                            RawSeries raw = reader.read(Input.of(Modality.TIME_SERIES, broken));
                            SeriesInput series = SeriesInput.prepare("fuzz", raw, options, 1000);
                            for (float value : series.values()) {
                                assertTrue(Float.isFinite(value), "a value that is no number");
                            }
                        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
