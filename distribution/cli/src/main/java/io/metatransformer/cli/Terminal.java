package io.metatransformer.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where answers and remarks go, and what each end can show.
 *
 * @param out for answers
 * @param err for remarks, progress and refusals
 * @param outIsTerminal whether a person looks at {@code out}: then it may have colours
 * @param errIsTerminal likewise; then it may have progress bars
 */
record Terminal(PrintWriter out, PrintWriter err, boolean outIsTerminal, boolean errIsTerminal) {

    /** Set to {@code true} by the launcher, which can ask the system; Java cannot tell the two ends apart. */
    private static final String OUT = "metatransformer.terminal.out";

    private static final String ERR = "metatransformer.terminal.err";

    private static final String BOLD_YELLOW = "\u001b[1;33m";
    private static final String BOLD_RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";

    static Terminal of(PrintWriter out, PrintWriter err) {
        Map<String, String> environment = System.getenv();
        boolean plain =
                environment.containsKey("NO_COLOR") || "dumb".equals(environment.get("TERM"));
        return new Terminal(
                out, err, Boolean.getBoolean(OUT) && !plain, Boolean.getBoolean(ERR) && !plain);
    }

    /** Of the command that runs. */
    static Terminal of(CommandSpec command) {
        return of(command.commandLine().getOut(), command.commandLine().getErr());
    }

    void print(Table table) {
        table.lines().forEach(out::println);
        out.flush();
    }

    void println(String line) {
        out.println(line);
        out.flush();
    }

    /** Something to know, beside the answer. */
    void remark(String line) {
        err.println(line);
        err.flush();
    }

    /** Something that must not be overlooked. */
    void warn(String line) {
        remark(errIsTerminal ? BOLD_YELLOW + line + PLAIN : line);
    }

    /** Why nothing came of it. */
    void fail(String line) {
        remark(
                errIsTerminal
                        ? BOLD_RED + "metatransformer:" + PLAIN + " " + line
                        : "metatransformer: " + line);
    }
}
