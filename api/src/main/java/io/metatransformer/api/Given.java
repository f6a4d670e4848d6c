package io.metatransformer.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Settings as JSON gives them, where null means not given. */
final class Given {
    private Given() {}

    /** A copy in order of key, without what is null. */
    static Map<String, Object> copy(Map<String, ?> settings) {
        Map<String, Object> given = new TreeMap<>();
        settings.forEach(
                (key, value) -> {
                    if (value != null) {
                        given.put(key, value);
                    }
                });
        return Collections.unmodifiableMap(given);
    }
}
