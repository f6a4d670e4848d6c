package io.metatransformer.cli.doctor;

import java.util.List;

/** Which Java this is. */
public final class JavaCheck implements Check {
    private static final int OLDEST = 17;

    @Override
    public List<Finding> run() {
        String name =
                Runtime.version()
                        + " ("
                        + System.getProperty("java.vendor")
                        + ") on "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.arch")
                        + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " processor(s)";
        return List.of(
                Runtime.version().feature() < OLDEST
                        ? Finding.bad("java", name + "; " + OLDEST + " or newer is needed")
                        : Finding.ok("java", name));
    }
}
