package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds a plugin as the runtime would. */
final class Installed {
    private Installed() {}

    /** The one service of that name; none or two are a failure that says what to look at. */
    static <S> S one(Class<S> service, Function<S, Object> name, Object wanted) {
        List<S> all =
                ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
        List<S> found = all.stream().filter(each -> name.apply(each).equals(wanted)).toList();
        if (found.size() != 1) {
            fail(
                    found.size()
                            + " services are called '"
                            + wanted
                            + "', expected one; META-INF/services/"
                            + service.getName()
                            + " lists "
                            + all.stream().map(each -> each.getClass().getName()).toList());
        }
        return found.get(0);
    }
}
