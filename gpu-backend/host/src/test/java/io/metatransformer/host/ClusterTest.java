package io.metatransformer.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.Features;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.testkit.ClosedForm;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes: tokens and features really are written, sent and read. */
@Timeout(120)
class ClusterTest {
    @TempDir Path temp;

    @Test
    void a_node_without_tensorflow_gets_the_very_bits_of_one_that_has_it() {
        ModelPart part =
                Exported.part(temp, EncoderConfig.plain(32, 2, 4), ClosedForm.encoder(32, 2));
        TokenSequence plain = AnotherJvm.sequence(ClosedForm.tensor("input.x", 40, 32));
        TokenSequence positioned =
                AnotherJvm.sequence(ClosedForm.tensor("input.y", 7, 32))
                        .withPositions(ClosedForm.tensor("input.p", 7, 32));
        List<TokenSequence> batch = List.of(plain, positioned, plain);
        String cluster = "test-" + UUID.randomUUID();
        Vertx host = Buses.node(cluster);
        Vertx caller = Buses.node(cluster);
        try (EncoderSession here = new TensorFlowEncoder().open(part)) {
            Buses.await(host.deployVerticle(new EncoderVerticle(here, HostSettings.of("base"))));
            EncoderSession there =
                    new EventBusEncoder(caller)
                            .open(ModelPart.of("base/encoder", 32, Map.of(), Weights.none()));

            List<Features> expected = here.encode(batch);
            List<Features> actual = there.encode(batch);

            for (int i = 0; i < batch.size(); i++) {
                assertArrayEquals(
                        expected.get(i).values().toArray(), actual.get(i).values().toArray());
                assertEquals(expected.get(i).segments(), actual.get(i).segments());
            }
        } finally {
            Buses.await(caller.close());
            Buses.await(host.close());
        }
    }
}
