package io.metatransformer.cli.doctor;

import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.plugin.PluginInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which plugins load, and why the others do not. */
public final class PluginsCheck implements Check {
    private final Path folder;

    public PluginsCheck(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            findings.add(
                    Finding.bad(
                            "plugins", folder + " is not a folder: name another with --plugins"));
        }
        try (MetaTransformer mt = MetaTransformer.builder().plugins(folder).watch(false).build()) {
            for (PluginInfo plugin : mt.plugins()) {
                String subject = "plugin " + plugin.plugin().id();
                findings.add(
                        plugin.problem()
                                .map(
                                        problem ->
                                                Finding.bad(
                                                        subject,
                                                        plugin.source()
                                                                + ": "
                                                                + problem.code()
                                                                + ": "
                                                                + problem.message()))
                                .orElseGet(() -> Finding.ok(subject, plugin.plugin().version())));
            }
        } catch (RuntimeException e) {
            findings.add(Finding.bad("plugins", "cannot be loaded: " + e));
        }
        return findings;
    }
}
