package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs single tests of a contract, to see that they fail for a plugin that breaks its promise. */
final class Bite {
    private Bite() {}

    /** Asserts that the test of {@code contract} named {@code promise} fails. */
    static void assertBites(Class<?> contract, String promise) {
        Method method =
                tests(contract)
                        .filter(each -> each.getName().equals(promise))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no test is named " + promise));

        long failed =
                EngineTestKit.engine("junit-jupiter")
                        .selectors(selectMethod(contract, method))
                        .execute()
                        .testEvents()
                        .failed()
                        .count();

        assertEquals(1, failed, () -> "failures of " + promise);
    }

    /** Asserts that each test of {@code contract} is among the {@code promises} that were broken. */
    static void assertAllTried(Class<?> contract, Stream<String> promises) {
        Set<String> all =
                tests(contract).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(all, promises.collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<Method> tests(Class<?> contract) {
        return Stream.<Class<?>>iterate(contract, c -> c != Object.class, Class::getSuperclass)
                .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class));
    }
}
