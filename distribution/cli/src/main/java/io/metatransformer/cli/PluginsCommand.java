package io.metatransformer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is installed. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        description = "Shows what is installed.",
        footer = {"", ExitCodes.HELP})
final class PluginsCommand {
    @Spec private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all plugins, broken ones with the reason.")
    int list(
            @Mixin InstallationOptions installation,
            @Option(names = "--json", description = "Shows them as JSON.") boolean json) {
        return PluginListing.list(Terminal.of(spec), installation, json);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one plugin: what it reads or answers, and its options.")
    int show(
            @Mixin InstallationOptions installation,
            @Parameters(paramLabel = "ID", description = "As the list names it.") String id) {
        return PluginListing.show(Terminal.of(spec), installation, id);
    }
}
