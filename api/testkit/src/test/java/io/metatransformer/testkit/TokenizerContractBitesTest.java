package io.metatransformer.testkit;

import io.metatransformer.api.Modality;
import io.metatransformer.api.Tokenizer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each promise of the contract, and a tokenizer that breaks it. */
class TokenizerContractBitesTest {

    /** The contract, held against a broken tokenizer. */
    static class Broken extends NumbersTokenizerContractTest {
        private static Tokenizer tokenizer;

        @Override
        Tokenizer service() {
            return tokenizer;
        }
    }

    /** The contract of a plugin that nobody listed in META-INF/services. */
    static class NotInstalled extends NumbersTokenizerContractTest {
        @Override
        protected Modality modality() {
            return Modality.of("smell");
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_promise_fails_its_test(String promise, Tokenizer tokenizer) {
        Broken.tokenizer = tokenizer;

        Bite.assertBites(Broken.class, promise);
    }

    @Test
    void a_tokenizer_that_is_not_installed_is_not_found() {
        Bite.assertBites(NotInstalled.class, "the_tokenizer_is_found_and_says_the_same_every_time");
    }

    @Test
    void every_promise_was_broken_once() {
        Bite.assertAllTried(TokenizerContract.class, broken().map(each -> (String) each.get()[0]));
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                        BrokenTokenizerServices.all(),
                        BrokenTokenizerSessions.all(),
                        BrokenTokenizerRefusals.all(),
                        BrokenTokenizerTrainings.all())
                .flatMap(each -> each);
    }
}
