package io.metatransformer.cli;

import io.metatransformer.api.MetaTransformerException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command early into one line and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException refusal, String[] args) {
        CommandLine command = refusal.getCommandLine();
        Terminal terminal = Terminal.of(command.getOut(), command.getErr());
        terminal.fail(firstLine(refusal.getMessage()));
        PrintWriter err = command.getErr();
        UnmatchedArgumentException.printSuggestions(refusal, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCodes.USAGE;
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult result) {
        Terminal terminal = Terminal.of(command.getOut(), command.getErr());
        int code = ExitCodes.MACHINE;
        if (failure instanceof MetaTransformerException refusal) {
            terminal.fail(oneLine(refusal.toString()));
            code = ExitCodes.of(refusal.code());
        } else {
            terminal.fail(
                    "INTERNAL: "
                            + oneLine(failure.toString())
                            + "; this is a fault of the program, --verbose shows where");
        }
        if (isVerbose(result)) {
            failure.printStackTrace(command.getErr());
            command.getErr().flush();
        }
        return code;
    }

    private static boolean isVerbose(ParseResult result) {
        for (ParseResult each = result; each != null; each = each.subcommand()) {
            if (each.hasMatchedOption("--verbose")) {
                return true;
            }
        }
        return false;
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\R\\s*", " ");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("the command line cannot be read");
    }
}
