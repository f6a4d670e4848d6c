package io.metatransformer.cli.doctor;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.ModelFolder;
import io.metatransformer.core.model.PartInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether each model's manifest reads and every file has the digest that the manifest says. */
public final class ModelsCheck implements Check {
    private final Path folder;

    public ModelsCheck(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(Files::isDirectory)
                    .filter(each -> !each.getFileName().toString().startsWith("."))
                    .sorted()
                    .forEach(each -> findings.add(look(each)));
        } catch (IOException e) {
            return List.of(
                    Finding.bad("models", folder + " cannot be read: name another with --models"));
        }
        return findings.isEmpty()
                ? List.of(
                        Finding.warn(
                                "models",
                                "there is none: import one with 'metatransformer import FILE --as NAME'"))
                : findings;
    }

    private static Finding look(Path model) {
        String subject = "model " + model.getFileName();
        try {
            ModelFolder opened = ModelFolder.open(model);
            opened.encoder(Map.of());
            for (PartInfo part : opened.manifest().parts()) {
                opened.open(part).close();
            }
            Manifest manifest = opened.manifest();
            return Finding.ok(
                    subject,
                    manifest.files().size()
                            + " files as their digests say, "
                            + (manifest.bytes() >> 20)
                            + " MiB");
        } catch (MetaTransformerException e) {
            return Finding.bad(subject, e.toString());
        }
    }
}
