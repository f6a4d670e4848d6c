package io.metatransformer.cli.doctor;

import java.util.List;

/** Looks at one side of the installation. It must not throw: what goes wrong is what it finds. */
@FunctionalInterface
public interface Check {
    List<Finding> run();
}
