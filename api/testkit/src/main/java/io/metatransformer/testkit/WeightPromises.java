package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What every tokenizer and head promises of the weights that it declares. */
final class WeightPromises {
    static final String LEFT_OVER = "no.such.tensor";

    private WeightPromises() {}

    /** Every required tensor as its declaration starts it. */
    static Weights drawn(List<WeightSpec> specs) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        specs.stream()
                .filter(WeightSpec::required)
                .forEach(spec -> tensors.put(spec.name(), spec.draw(1)));
        return Weights.of(tensors);
    }

    static void areWellDeclared(List<WeightSpec> specs) {
        for (WeightSpec spec : specs) {
            assertFalse(spec.name().isBlank(), "a tensor without a name");
            assertTrue(
                    Arrays.stream(spec.shape()).allMatch(size -> size == -1 || size > 0),
                    () -> spec + ": a size is at least 1, or -1 where the weights decide");
        }
        assertEquals(
                specs.size(),
                specs.stream().map(WeightSpec::name).distinct().count(),
                () -> "two tensors of one name among " + specs);
    }

    /** Every missing, left-over or mis-shaped tensor is refused by name. */
    static void areCheckedOnOpening(
            List<WeightSpec> specs, Weights good, Function<Weights, AutoCloseable> open) {
        for (WeightSpec spec : specs) {
            if (spec.required()) {
                refuses(spec.name(), "a missing tensor", without(good, spec.name()), open);
            }
            if (good.names().contains(spec.name())) {
                Tensor right = good.get(spec.name());
                int[] oneAxisMore = Arrays.copyOf(right.shape(), right.rank() + 1);
                oneAxisMore[right.rank()] = 1;
                Tensor wrong = right.reshape(oneAxisMore);
                refuses(spec.name(), "an axis too many", with(good, spec.name(), wrong), open);
            }
        }
        Tensor one = Tensor.of(new float[] {1}, 1);
        refuses(LEFT_OVER, "a tensor left over", with(good, LEFT_OVER, one), open);
    }

    /** All that is wrong is told at once, so that nobody mends one tensor at a time. */
    static void areAllNamedAtOnce(List<WeightSpec> specs, Function<Weights, AutoCloseable> open) {
        List<WeightSpec> required = specs.stream().filter(WeightSpec::required).toList();
        if (!required.isEmpty()) {
            var refusal =
                    assertThrows(MetaTransformerException.class, () -> open.apply(Weights.none()));
            for (WeightSpec spec : required) {
                assertTrue(
                        refusal.getMessage().contains("'" + spec.name()),
                        () -> "without weights, '" + spec.name() + "' is not named: " + refusal);
            }
        }
    }

    private static void refuses(
            String name, String because, Weights weights, Function<Weights, AutoCloseable> open) {
        Refused.naming(
                name,
                ErrorCode.BAD_WEIGHTS,
                because + " '" + name + "'",
                () -> open.apply(weights));
    }

    private static Weights with(Weights weights, String name, Tensor tensor) {
        Map<String, Tensor> more = map(weights);
        more.put(name, tensor);
        return Weights.of(more);
    }

    private static Weights without(Weights weights, String name) {
        Map<String, Tensor> fewer = map(weights);
        fewer.remove(name);
        return Weights.of(fewer);
    }

    private static Map<String, Tensor> map(Weights weights) {
        Map<String, Tensor> map = new LinkedHashMap<>();
        weights.names().forEach(name -> map.put(name, weights.get(name)));
        return map;
    }
}
