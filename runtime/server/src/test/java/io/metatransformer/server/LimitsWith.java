package io.metatransformer.server;

import io.metatransformer.server.config.Limits;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Limits with some values changed by name. */
final class LimitsWith {
    private LimitsWith() {}

    static Limits changed(Limits limits, UnaryOperator<Map<String, Object>> change) {
        try {
            Map<String, Object> values = new LinkedHashMap<>();
            RecordComponent[] components = Limits.class.getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values.put(components[i].getName(), components[i].getAccessor().invoke(limits));
            }
            int known = values.size();
            Map<String, Object> changed = change.apply(values);
            if (changed.size() != known) {
                throw new AssertionError("a limit of that name does not exist: " + changed);
            }
            return Limits.class
                    .getDeclaredConstructor(types)
                    .newInstance(changed.values().toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Sets one limit. */
    static UnaryOperator<Map<String, Object>> set(String name, Object value) {
        return values -> {
            values.put(name, value);
            return values;
        };
    }
}
