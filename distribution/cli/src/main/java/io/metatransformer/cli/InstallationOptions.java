package io.metatransformer.cli;

import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.MetaTransformerBuilder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where models and plugins lie, for every verb that needs them. */
final class InstallationOptions {

    /** The model of commands that name none; every package brings one of this name. */
    static final String DEFAULT_MODEL = "default";

    /** The encoder service that runs in this process. */
    static final String ENCODER = "tensorflow";

    @Option(
            names = "--models",
            paramLabel = "FOLDER",
            defaultValue = "${env:METATRANSFORMER_MODELS}",
            description = "Folder of models (METATRANSFORMER_MODELS; else models/ of the package).")
    private Path models;

    @Option(
            names = "--plugins",
            paramLabel = "FOLDER",
            defaultValue = "${env:METATRANSFORMER_PLUGINS}",
            description =
                    "Folder of plugins (METATRANSFORMER_PLUGINS; else plugins/ of the package).")
    private Path plugins;

    @Option(
            names = "--verbose",
            description = "Says more on the way, and where in the program something failed.")
    private boolean verbose;

    Path models() {
        return models != null ? models : home().resolve("models");
    }

    Path plugins() {
        return plugins != null ? plugins : home().resolve("plugins");
    }

    /** Opens what is installed; nothing is watched, since a command soon ends. */
    MetaTransformer open() {
        return builder().watch(false).build();
    }

    MetaTransformerBuilder builder() {
        return MetaTransformer.builder()
                .models(models())
                .plugins(plugins())
                .encoder(ENCODER)
                .defaultModel(DEFAULT_MODEL);
    }

    /** The packaged folder; the working directory for a program that was not started by its launcher. */
    static Path home() {
        return Path.of(System.getProperty("metatransformer.home", "."));
    }
}
