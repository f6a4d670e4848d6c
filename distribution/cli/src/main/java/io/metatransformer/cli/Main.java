package io.metatransformer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The {@code metatransformer} command. */
@Command(
        name = "metatransformer",
        description = "One shared transformer encoder reads any modality.",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            PluginsCommand.class,
            ModelsCommand.class,
            ImportCommand.class,
            EmbedCommand.class,
            PredictCommand.class,
            FitCommand.class,
            EvaluateCommand.class,
            ServeCommand.class,
            BenchCommand.class,
            DoctorCommand.class
        },
        footer = {"", ExitCodes.HELP})
public final class Main {

    /** Parses the command line, runs the verb, and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        Failures failures = new Failures();
        CommandLine command = new CommandLine(new Main());
        boolean colours = Terminal.of(command.getOut(), command.getErr()).outIsTerminal();
        return command.setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
    }
}
