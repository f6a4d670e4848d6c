package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Mapping;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the weights in what {@code torch.save} was given. Looks two levels deep, never further. */
final class StateDict {
    private static final List<String> WRAPPERS =
            List.of("state_dict", "model", "module", "net", "network", "base_model");

    private final Place place;

    StateDict(Place place) {
        this.place = place;
    }

    /** Tensors by name; what else the mapping holds is passed over. */
    Map<String, StoredTensor> find(Object root, Optional<String> entry) {
        if (!(root instanceof Mapping outer)) {
            throw bad("the file holds no mapping from names to tensors");
        }
        if (entry.isPresent()) {
            return tensors(
                    inner(outer, entry.get())
                            .orElseThrow(
                                    () ->
                                            bad(
                                                    Place.quoted(entry.get())
                                                            + " is no mapping with tensors"
                                                            + others(outer))));
        }
        for (String wrapper : WRAPPERS) {
            Optional<Mapping> inner = inner(outer, wrapper);
            if (inner.isPresent()) {
                return tensors(inner.get());
            }
        }
        if (!holdsTensors(outer)) {
            throw bad("the file's mapping holds no tensors" + others(outer));
        }
        return tensors(outer);
    }

    private static Optional<Mapping> inner(Mapping outer, String name) {
        return outer.entries.get(name) instanceof Mapping inner && holdsTensors(inner)
                ? Optional.of(inner)
                : Optional.empty();
    }

    private static boolean holdsTensors(Mapping map) {
        return map.entries.values().stream().anyMatch(StoredTensor.class::isInstance);
    }

    private Map<String, StoredTensor> tensors(Mapping map) {
        Map<String, StoredTensor> byName = new LinkedHashMap<>();
        map.entries.forEach(
                (key, value) -> {
                    if (value instanceof StoredTensor tensor) {
                        if (!(key instanceof String name)) {
                            throw bad("a tensor whose name is no text");
                        }
                        byName.put(name, tensor);
                    }
                });
        return byName;
    }

    private static String others(Mapping outer) {
        // One mapping may stand under many names: it is looked through once.
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        String names =
                outer.entries.entrySet().stream()
                        .filter(entry -> entry.getKey() instanceof String)
                        .filter(entry -> seen.add(entry.getValue()))
                        .filter(entry -> entry.getValue() instanceof Mapping m && holdsTensors(m))
                        .limit(8)
                        .map(entry -> Place.quoted((String) entry.getKey()))
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "; tensors are in " + names;
    }

    private MetaTransformerException bad(String reason) {
        return place.refuse(ErrorCode.BAD_WEIGHTS, reason);
    }
}
