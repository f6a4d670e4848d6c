package io.metatransformer.cli;

import io.metatransformer.cli.doctor.Check;
import io.metatransformer.cli.doctor.Finding;
import io.metatransformer.cli.doctor.JavaCheck;
import io.metatransformer.cli.doctor.MemoryCheck;
import io.metatransformer.cli.doctor.ModelsCheck;
import io.metatransformer.cli.doctor.NativesCheck;
import io.metatransformer.cli.doctor.PluginsCheck;
import io.metatransformer.cli.doctor.PortsCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what is wrong with an installation, and what to do about it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Looks at this installation and says what is wrong with it.",
        footer = {
            "",
            "Ends with 1 if something will fail, with 0 if all is well or merely worth knowing.",
            ExitCodes.HELP
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Ports to look at, as serve would use them (${DEFAULT-VALUE}).")
    private List<Integer> ports;

    @Option(names = "--json", description = "Shows the findings as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks()) {
            findings.addAll(check.run());
        }
        if (json) {
            terminal.println(
                    AnswerJson.text(findings.stream().map(DoctorCommand::fields).toList()));
        } else {
            Table table = new Table("", "what", "finding");
            findings.forEach(each -> table.row(word(each), each.subject(), each.detail()));
            terminal.print(table);
        }
        boolean ill = findings.stream().anyMatch(each -> each.level() == Finding.Level.BAD);
        return ill ? ExitCodes.FOUND : ExitCodes.OK;
    }

    private List<Check> checks() {
        return List.of(
                new JavaCheck(),
                new MemoryCheck(),
                new NativesCheck(),
                new PluginsCheck(installation.plugins()),
                new ModelsCheck(installation.models()),
                new PortsCheck(ports));
    }

    private static String word(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> fields(Finding finding) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("level", word(finding));
        fields.put("subject", finding.subject());
        fields.put("detail", finding.detail());
        return fields;
    }
}
