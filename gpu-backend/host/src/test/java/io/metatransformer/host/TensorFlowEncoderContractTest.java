package io.metatransformer.host;

import io.metatransformer.api.ModelPart;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.testkit.ClosedForm;
import io.metatransformer.testkit.EncoderContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class TensorFlowEncoderContractTest extends EncoderContract {
    @TempDir static Path temp;

    private static ModelPart part;

    @BeforeAll
    static void export() {
        part =
                Exported.part(
                        temp,
                        EncoderConfig.plain(32, 2, 4),
                        ClosedForm.encoder(32, 2),
                        Map.of("max_tokens", 64));
    }

    @Override
    protected String name() {
        return "tensorflow";
    }

    @Override
    protected ModelPart part() {
        return part;
    }
}
