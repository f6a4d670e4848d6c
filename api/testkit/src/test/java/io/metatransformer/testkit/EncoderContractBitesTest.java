package io.metatransformer.testkit;

import io.metatransformer.api.Encoder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each promise of the contract, and an encoder that breaks it. */
class EncoderContractBitesTest {

    /** The contract, held against a broken encoder. */
    static class Broken extends EchoEncoderContractTest {
        private static Encoder encoder;

        @Override
        protected Encoder service() {
            return encoder;
        }

        @Override
        protected boolean readsFolder() {
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_promise_fails_its_test(String promise, Encoder encoder) {
        Broken.encoder = encoder;

        Bite.assertBites(Broken.class, promise);
    }

    @Test
    void every_promise_was_broken_once() {
        Bite.assertAllTried(EncoderContract.class, broken().map(each -> (String) each.get()[0]));
    }

    static Stream<Arguments> broken() {
        return BrokenEncoders.all();
    }
}
