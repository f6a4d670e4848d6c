package io.metatransformer.api;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Named float32 tensors: a file's, or held in memory. Values are read when asked for, so that looking at
 * names and shapes costs nothing. Safe to share between threads.
 */
public interface Weights {

    /** In the order of the file. */
    Set<String> names();

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if there is none of this name
     */
    int[] shape(String name);

    /**
     * The values, widened or narrowed to float32.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if there is none of this name, or
     *     it holds no floating-point numbers
     */
    Tensor get(String name);

    /** As {@link #get}, or nothing if there is none of this name. */
    default Optional<Tensor> find(String name) {
        return names().contains(name) ? Optional.of(get(name)) : Optional.empty();
    }

    /** No tensors. */
    static Weights none() {
        return of(Map.of());
    }

    /** Tensors held in memory. */
    static Weights of(Map<String, Tensor> tensors) {
        Map<String, Tensor> own = new LinkedHashMap<>(tensors);
        return new Weights() {
            @Override
            public Set<String> names() {
                return Collections.unmodifiableSet(own.keySet());
            }

            @Override
            public int[] shape(String name) {
                return get(name).shape();
            }

            @Override
            public Tensor get(String name) {
                Tensor tensor = own.get(name);
                if (tensor == null) {
                    throw missing(name);
                }
                return tensor;
            }
        };
    }

    /**
     * A view under other names: {@code rename} gives the new name of each tensor, or nothing to leave it
     * out.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if two tensors get one name
     */
    default Weights renamed(Function<String, Optional<String>> rename) {
        Map<String, String> oldByNew = new LinkedHashMap<>();
        for (String old : names()) {
            rename.apply(old)
                    .ifPresent(
                            name -> {
                                String other = oldByNew.putIfAbsent(name, old);
                                if (other != null) {
                                    throw new MetaTransformerException(
                                            ErrorCode.BAD_WEIGHTS,
                                            Quoted.name(other)
                                                    + " and "
                                                    + Quoted.name(old)
                                                    + " are both "
                                                    + Quoted.name(name));
                                }
                            });
        }
        Weights source = this;
        return new Weights() {
            @Override
            public Set<String> names() {
                return Collections.unmodifiableSet(oldByNew.keySet());
            }

            @Override
            public int[] shape(String name) {
                return source.shape(old(name));
            }

            @Override
            public Tensor get(String name) {
                return source.get(old(name));
            }

            private String old(String name) {
                String old = oldByNew.get(Objects.requireNonNull(name, "name"));
                if (old == null) {
                    throw missing(name);
                }
                return old;
            }
        };
    }

    /**
     * Checks names and shapes against what a tokenizer or head reads.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} that lists every missing, left-over
     *     and mis-shaped tensor at once
     */
    default void require(String owner, Collection<WeightSpec> specs) {
        StringBuilder problems = new StringBuilder();
        Set<String> extra = new LinkedHashSet<>(names());
        for (WeightSpec spec : specs) {
            if (extra.remove(spec.name())) {
                int[] shape = shape(spec.name());
                if (!spec.accepts(shape)) {
                    problems.append("; '").append(spec.name()).append("' is ");
                    problems.append(Arrays.toString(shape)).append(", expected ");
                    problems.append(Arrays.toString(spec.shape()));
                }
            } else if (spec.required()) {
                problems.append("; '").append(spec).append("' is missing");
            }
        }
        extra.forEach(
                name -> problems.append("; ").append(Quoted.name(name)).append(" is not known"));
        if (!problems.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS, owner + ": " + problems.substring(2));
        }
    }

    private static MetaTransformerException missing(String name) {
        return new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS, "tensor " + Quoted.name(name) + " is missing");
    }
}
