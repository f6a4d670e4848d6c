package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Folders named for a label, with its examples in them, at any depth. Hidden files are left out. */
final class FolderPerLabel {
    private FolderPerLabel() {}

    static List<Example> read(Path root, Function<Path, Item> item) {
        List<Example> examples = new ArrayList<>();
        for (Path folder : below(root, 1).filter(Files::isDirectory).toList()) {
            Target label = new Target.Label(folder.getFileName().toString());
            for (Path file : below(folder, Integer.MAX_VALUE).toList()) {
                if (Files.isRegularFile(file)) {
                    String name = root.relativize(file).toString();
                    examples.add(new Example(name, item.apply(file), label));
                }
            }
        }
        if (examples.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT,
                    "folder "
                            + root.getFileName()
                            + " has no folder with files in it; one folder per label is needed");
        }
        return examples;
    }

    private static Stream<Path> below(Path folder, int depth) {
        try (Stream<Path> all = Files.walk(folder, depth)) {
            return all
                    .filter(path -> !path.equals(folder) && !isHidden(folder.relativize(path)))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "folder " + folder.getFileName() + " cannot be read", e);
        }
    }

    private static boolean isHidden(Path path) {
        for (Path name : path) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
