package io.metatransformer.host;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.testkit.ClosedForm;
import io.metatransformer.testkit.EncoderContract;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The encoder across the event bus keeps the very promises of the one in this process. */
class EventBusEncoderContractTest extends EncoderContract {
    @TempDir static Path temp;

    private static Vertx vertx;
    private static EncoderSession served;

    @BeforeAll
    static void serve() {
        ModelPart part =
                Exported.part(
                        temp,
                        EncoderConfig.plain(32, 2, 4),
                        ClosedForm.encoder(32, 2),
                        Map.of("max_tokens", 64));
        served = new TensorFlowEncoder().open(part);
        vertx = Buses.one();
        Buses.await(vertx.deployVerticle(new EncoderVerticle(served, HostSettings.of("base"))));
    }

    @AfterAll
    static void stop() {
        Buses.await(vertx.close());
        served.close();
    }

    @Override
    protected String name() {
        return "event-bus";
    }

    @Override
    protected Encoder service() {
        return new EventBusEncoder(vertx);
    }

    @Override
    protected boolean readsFolder() {
        return false;
    }

    @Override
    protected ModelPart part() {
        return ModelPart.of("base/encoder", 32, Map.of(), Weights.none());
    }
}
