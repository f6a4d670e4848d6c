package io.metatransformer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the models that there are. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Shows the models that there are.",
        footer = {"", ExitCodes.HELP})
final class ModelsCommand {
    @Spec private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all models, broken ones with the reason.")
    int list(
            @Mixin InstallationOptions installation,
            @Option(names = "--json", description = "Shows them as JSON.") boolean json) {
        return ModelListing.list(Terminal.of(spec), installation, json);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description =
                    "Shows one model: shape, source, licence, parts, and where weights came from.")
    int show(
            @Mixin InstallationOptions installation,
            @Parameters(paramLabel = "NAME", description = "As the list names it.") String name) {
        return ModelListing.show(Terminal.of(spec), installation, name);
    }
}
