package io.metatransformer.testkit;

import io.metatransformer.api.Features;
import io.metatransformer.api.Head;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each promise of the contract, and a head that breaks it. */
class HeadContractBitesTest {

    /** The contract, held against a broken head, which is said not to read what it reads. */
    static class Broken extends MeanHeadContractTest {
        private static Head head;

        @Override
        Head service() {
            return head;
        }

        @Override
        protected List<Features> unreadable() {
            return samples().subList(0, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_promise_fails_its_test(String promise, Head head) {
        Broken.head = head;

        Bite.assertBites(Broken.class, promise);
    }

    @Test
    void every_promise_was_broken_once() {
        Bite.assertAllTried(HeadContract.class, broken().map(each -> (String) each.get()[0]));
    }

    static Stream<Arguments> broken() {
        return BrokenHeads.all();
    }
}
