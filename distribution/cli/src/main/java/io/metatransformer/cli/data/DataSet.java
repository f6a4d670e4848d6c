package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the examples of a data set:
 *
 * <pre>
 *   folder       cats/a.png, cats/b.png, dogs/c.png     every file below a folder has that folder's name as label
 *   list.csv     file,label                             a header, then one example per row
 *   list.jsonl   {"file": "a.png", "label": "cat"}      one example per line
 * </pre>
 *
 * <p>A row with an {@code id} or a {@code camera} is an item of a gallery, whose {@code label} may be missing.
 *
 * <p>Files of a list lie relative to it. A row has one of {@code label}; {@code labels}, separated by {@code |} in
 * a CSV; or the columns that {@code targets} names, which hold numbers.
 */
public final class DataSet {

    /** Of files to be read as examples. */
    private final Modality modality;

    private final Map<String, ?> options;
    private final List<String> targets;

    /**
     * @param modality of every file; {@link Item#AUTO} for what each one's content tells
     * @param options of the tokenizer
     * @param targets columns that hold the numbers to be learnt; empty for labels
     */
    public DataSet(Modality modality, Map<String, ?> options, List<String> targets) {
        this.modality = modality;
        this.options = Map.copyOf(options);
        this.targets = List.copyOf(targets);
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#IO_ERROR} for what cannot be read, {@link
     *     ErrorCode#SCHEMA_MISMATCH} for a row without a file or an answer, with its line, {@link
     *     ErrorCode#EMPTY_INPUT} for no example
     */
    public List<Example> read(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        List<Example> examples;
        if (Files.isDirectory(path)) {
            examples = FolderPerLabel.read(path, file -> item(file));
        } else if (!Files.isRegularFile(path)) {
            throw new MetaTransformerException(ErrorCode.IO_ERROR, "no data set " + name);
        } else {
            List<Row> rows =
                    name.endsWith(".jsonl") || name.endsWith(".ndjson")
                            ? JsonRows.read(path)
                            : CsvRows.read(path);
            examples = examples(path, rows);
        }
        if (examples.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, "data set " + name + " has no example");
        }
        return examples;
    }

    private List<Example> examples(Path list, List<Row> rows) {
        Path folder = list.toAbsolutePath().getParent();
        List<Example> examples = new ArrayList<>();
        for (Row row : rows) {
            String file = row.text("file");
            examples.add(new Example(file, item(folder.resolve(file)), row.target(targets)));
        }
        return examples;
    }

    private Item item(Path file) {
        return Item.of(Input.of(modality, file).withOptions(options));
    }
}
