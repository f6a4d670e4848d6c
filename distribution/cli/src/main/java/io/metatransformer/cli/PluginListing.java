package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Quoted;
import io.metatransformer.core.HeadInfo;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModalityInfo;
import io.metatransformer.core.plugin.PluginInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code plugins} shows. */
final class PluginListing {
    private PluginListing() {}

    static int list(Terminal terminal, InstallationOptions installation, boolean json) {
        try (MetaTransformer mt = installation.open()) {
            List<PluginInfo> plugins = mt.plugins();
            if (json) {
                terminal.println(
                        AnswerJson.text(plugins.stream().map(PluginListing::fields).toList()));
            } else {
                Table table = new Table("plugin", "version", "state", "source", "brings");
                plugins.forEach(
                        plugin ->
                                table.row(
                                        plugin.plugin().id(),
                                        plugin.plugin().version(),
                                        word(plugin),
                                        plugin.source(),
                                        String.join(", ", brings(plugin))));
                terminal.print(table);
                plugins.forEach(plugin -> problem(plugin).forEach(terminal::warn));
            }
            return ExitCodes.OK;
        }
    }

    static int show(Terminal terminal, InstallationOptions installation, String id) {
        try (MetaTransformer mt = installation.open()) {
            PluginInfo plugin =
                    mt.plugins().stream()
                            .filter(each -> each.plugin().id().equals(id))
                            .findFirst()
                            .orElseThrow(() -> unknown(mt, id));
            fields(plugin).forEach((name, value) -> terminal.println(name + ": " + value));
            for (ModalityInfo modality : mt.modalities()) {
                if (modality.plugin().equals(plugin.plugin())) {
                    terminal.println("");
                    terminal.println(
                            "tokenizer "
                                    + modality.modality()
                                    + " reads "
                                    + String.join(", ", modality.mediaTypes()));
                    options(terminal, modality.options());
                }
            }
            for (HeadInfo head : mt.heads()) {
                if (head.plugin().filter(plugin.plugin()::equals).isPresent()) {
                    terminal.println("");
                    terminal.println("head " + head.name());
                    options(terminal, head.options());
                }
            }
            problem(plugin).forEach(terminal::warn);
            return ExitCodes.OK;
        }
    }

    private static MetaTransformerException unknown(MetaTransformer mt, String id) {
        return new MetaTransformerException(
                ErrorCode.UNKNOWN_PLUGIN,
                "no plugin "
                        + Quoted.of(id)
                        + "; installed: "
                        + String.join(
                                ", ",
                                mt.plugins().stream().map(each -> each.plugin().id()).toList()));
    }

    private static void options(Terminal terminal, List<Option> options) {
        Table table = new Table("option", "default", "values", "may be asked for", "meaning");
        for (Option option : options) {
            table.row(
                    option.name(),
                    option.defaultValue().map(String::valueOf).orElse("-"),
                    values(option),
                    option.perRequest() ? "yes" : "no",
                    option.description());
        }
        if (!table.isEmpty()) {
            terminal.print(table);
        }
    }

    private static String values(Option option) {
        if (!option.choices().isEmpty()) {
            return String.join("|", option.choices());
        }
        String type = option.type().name().toLowerCase(Locale.ROOT);
        String range =
                option.min().isPresent() && option.max().isPresent()
                        ? " " + number(option.min().get()) + ".." + number(option.max().get())
                        : "";
        return type + range + (option.unit().isEmpty() ? "" : " " + option.unit());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static Map<String, Object> fields(PluginInfo plugin) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("plugin", plugin.plugin().id());
        fields.put("version", plugin.plugin().version());
        fields.put("state", word(plugin));
        fields.put("source", plugin.source());
        fields.put("sha256", plugin.sha256());
        fields.put("brings", brings(plugin));
        plugin.problem()
                .ifPresent(
                        problem ->
                                fields.put("problem", problem.code() + ": " + problem.message()));
        return fields;
    }

    private static String word(PluginInfo plugin) {
        return plugin.state().name().toLowerCase(Locale.ROOT);
    }

    private static List<String> brings(PluginInfo plugin) {
        List<String> services = new ArrayList<>();
        plugin.tokenizers().forEach(name -> services.add("tokenizer " + name));
        plugin.encoders().forEach(name -> services.add("encoder " + name));
        plugin.heads().forEach(name -> services.add("head " + name));
        return services;
    }

    private static List<String> problem(PluginInfo plugin) {
        return plugin.problem()
                .map(
                        problem ->
                                List.of(
                                        plugin.plugin().id()
                                                + ": "
                                                + problem.code()
                                                + ": "
                                                + problem.message()))
                .orElse(List.of());
    }
}
