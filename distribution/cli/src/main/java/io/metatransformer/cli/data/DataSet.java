package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.TokenizerLearning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the examples of a data set:
 *
 * <pre>
 *   folder       cats/a.png, cats/b.png, dogs/c.png     every file below a folder has that folder's name as label
 *   folder       images/a.jpg, masks/a.png, labels.txt  pictures, and masks of the same names
 *   list.csv     file,label                             a header, then one example per row
 *   list.jsonl   {"file": "a.png", "label": "cat"}      one example per line
 *   boxes.json   {"images": …, "annotations": …}        pictures and their boxes, as COCO writes them
 *   folder       lamps/a.ply, lamps/a.seg               point clouds, each with the labels of its points beside it
 * </pre>
 *
 * <p>A row with an {@code id} or a {@code camera} is an item of a gallery, whose {@code label} may be missing.
 *
 * <p>Files of a list lie relative to it. A row has one of {@code label}; {@code labels}, separated by {@code |} in
 * a CSV; or the columns that {@code targets} names, which hold numbers, or labels if {@link #withLabels} says so.
 *
 * <p>A row with a {@code mask} names a PNG of one channel that has the sides of its picture. Its values are
 * class indices, which {@code labels.txt} names, one per line; 255 is ignored.
 *
 * <p>A file {@code .seg} or {@code .labels} holds one whole number per line, that of a point's label, less than 0 where
 * it is not known; {@code labels.txt} in the folder, or beside the list, names labels 0, 1, … In a list, {@code
 * labels_file} is the file of the labels of points.
 *
 * <p>For a head that reads series ({@link #asSeries}) a CSV file without a column {@code file} is one long series, a row
 * per step, cut into windows: see {@link SeriesForm}.
 *
 * <p>A list of the modality {@code tabular} without a column {@code file} is a table of which each row is an
 * example: what is left of the row without its answer is what is read.
 *
 * <p>A folder with {@code annotations.json} in it is read as that.
 */
public final class DataSet {

    /** Of files to be read as examples. */
    private final Modality modality;

    private final Map<String, ?> options;
    private final List<String> targets;
    private final boolean labels;
    private final boolean fitting;
    private final Optional<SeriesForm> series;

    /**
     * Examples to learn from, and to choose the best epoch by.
     *
     * @param validation none if nothing was kept apart
     * @param learning how a tokenizer is fitted to the training part
     */
    public record Parts(
            List<Example> training,
            List<Example> validation,
            Optional<TokenizerLearning> learning) {}

    /**
     * @param modality of every file; {@link Item#AUTO} for what each one's content tells
     * @param options of the tokenizer
     * @param targets columns that hold the numbers to be learnt; empty for labels
     */
    public DataSet(Modality modality, Map<String, ?> options, List<String> targets) {
        this(modality, Map.copyOf(options), List.copyOf(targets), false, false, Optional.empty());
    }

    private DataSet(
            Modality modality,
            Map<String, ?> options,
            List<String> targets,
            boolean labels,
            boolean fitting,
            Optional<SeriesForm> series) {
        this.modality = modality;
        this.options = options;
        this.targets = targets;
        this.labels = labels;
        this.fitting = fitting;
        this.series = series;
    }

    /** This data set, where a CSV file may be one long series. */
    public DataSet asSeries(SeriesForm form) {
        return new DataSet(modality, options, targets, labels, fitting, Optional.of(form));
    }

    /** This data set, where the column that {@code targets} names holds labels and not numbers. */
    public DataSet withLabels() {
        return new DataSet(modality, options, targets, true, fitting, series);
    }

    /** This data set, for a fit: a tokenizer that {@link #learning} describes has the options of a table's rows. */
    public DataSet forFit() {
        return new DataSet(modality, options, targets, labels, true, series);
    }

    /**
     * Examples to learn from, and those of another place to choose the best epoch by; without one, the last share of
     * a series. Where nothing is kept apart here, whoever learns draws from the training part.
     *
     * @throws MetaTransformerException as {@link #read}
     */
    public Parts parts(Path path, Optional<Path> apart, double share) {
        Optional<SeriesParts> all = series(path);
        if (all.isPresent()) {
            Parts parts = all.get().parts(apart.isPresent() ? 0 : share, fitting);
            return apart.isEmpty()
                    ? parts
                    : new Parts(parts.training(), read(apart.get()), parts.learning());
        }
        List<Example> training = read(path);
        return new Parts(
                training, apart.isEmpty() ? List.of() : read(apart.get()), learning(training));
    }

    private Optional<SeriesParts> series(Path path) {
        if (series.isEmpty() || !Files.isRegularFile(path) || !isCsv(path)) {
            return Optional.empty();
        }
        List<Row> rows = CsvRows.read(path, separator());
        if (rows.isEmpty() || rows.get(0).values().containsKey("file")) {
            return Optional.empty();
        }
        SeriesTable table =
                new SeriesTable(
                        String.valueOf(path.getFileName()),
                        rows,
                        separator(),
                        options,
                        series.get().labels());
        Modality own = modality.equals(Item.AUTO) ? Modality.TIME_SERIES : modality;
        return Optional.of(new SeriesParts(table, series.get(), own, options));
    }

    /** How a tokenizer is fitted to the rows, if the data is a table. */
    public Optional<TokenizerLearning> learning(List<Example> examples) {
        boolean records =
                examples.stream()
                        .allMatch(
                                each ->
                                        each.item() instanceof Item.Raw raw
                                                && Records.is(raw.inputs().get(0)));
        return fitting && records
                ? Optional.of(
                        new TokenizerLearning(
                                Modality.TABULAR, new TreeMap<>(options), Records::whole))
                : Optional.empty();
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#IO_ERROR} for what cannot be read, {@link
     *     ErrorCode#SCHEMA_MISMATCH} for a row without a file or an answer, with its line, {@link
     *     ErrorCode#EMPTY_INPUT} for no example
     */
    public List<Example> read(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        Optional<SeriesParts> windows = series(path);
        Path boxes = Files.isDirectory(path) ? path.resolve(CocoBoxes.FILE) : path;
        List<Example> examples;
        if (windows.isPresent()) {
            examples = windows.get().whole();
        } else if (boxes.getFileName().toString().endsWith(".json") && Files.isRegularFile(boxes)) {
            examples = CocoBoxes.read(boxes, this::item);
        } else if (Files.isDirectory(path)) {
            examples = folder(path);
        } else if (!Files.isRegularFile(path)) {
            throw new MetaTransformerException(ErrorCode.IO_ERROR, "no data set " + name);
        } else {
            List<Row> rows =
                    isJsonLines(path) ? JsonRows.read(path) : CsvRows.read(path, separator());
            examples = examples(path, rows);
        }
        if (examples.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, "data set " + name + " has no example");
        }
        return examples;
    }

    private List<Example> folder(Path path) {
        if (Masks.are(path)) {
            return Masks.read(path, this::item);
        }
        return LabelledClouds.in(path)
                ? new LabelledClouds(modality, options).read(path)
                : FolderPerLabel.read(path, this::item);
    }

    private List<Example> examples(Path list, List<Row> rows) {
        if (modality.equals(Modality.TABULAR)
                && !rows.isEmpty()
                && !rows.get(0).values().containsKey("file")) {
            return records(list, rows);
        }
        if (!rows.isEmpty() && rows.get(0).values().containsKey("labels_file")) {
            return new LabelledClouds(modality, options).read(list, rows);
        }
        Path folder = list.toAbsolutePath().getParent();
        boolean masked = targets.isEmpty() && rows.stream().anyMatch(row -> row.has("mask"));
        Optional<Masks> masks = masked ? Optional.of(Masks.in(folder)) : Optional.empty();
        List<Example> examples = new ArrayList<>();
        for (Row row : rows) {
            String file = row.text("file");
            Target target =
                    masks.isPresent()
                            ? masks.get().mask(folder.resolve(row.text("mask")), row.text("mask"))
                            : row.target(targets, labels);
            examples.add(new Example(file, item(folder.resolve(file)), target));
        }
        return examples;
    }

    private List<Example> records(Path table, List<Row> rows) {
        Set<String> answers =
                targets.isEmpty() ? Set.of("label", "labels") : new TreeSet<>(targets);
        List<Input> inputs =
                isJsonLines(table)
                        ? Records.ofJsonLines(table, rows, answers)
                        : Records.ofCsv(rows, answers, separator());
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Input input = fitting ? inputs.get(i) : inputs.get(i).withOptions(options);
            examples.add(
                    new Example(input.name(), Item.of(input), rows.get(i).target(targets, labels)));
        }
        return examples;
    }

    /** As the tokenizer of tables has it, which refuses all others. */
    private char separator() {
        return switch (String.valueOf(options.get("separator"))) {
            case ";" -> ';';
            case "\t", "\\t", "tab" -> '\t';
            default -> ',';
        };
    }

    private static boolean isCsv(Path file) {
        return !isJsonLines(file)
                && !file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    private static boolean isJsonLines(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson");
    }

    private Item item(Path file) {
        return Item.of(Input.of(modality, file).withOptions(options));
    }
}
