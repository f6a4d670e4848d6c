package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Point clouds, each with a file of the labels of its points. Names of the labels stand in {@code labels.txt}, one per
 * line from label 0 on, in the folder itself or beside the list; without it, labels are named by their numbers. Names
 * written {@code shape/part} also tell the tokenizer what a cloud shows.
 */
final class LabelledClouds {
    private static final String NAMES = "labels.txt";
    private static final List<String> ENDINGS = List.of(".seg", ".labels");

    private final Modality modality;
    private final Map<String, ?> options;

    /**
     * @param modality that was asked for
     * @param options of the tokenizer
     */
    LabelledClouds(Modality modality, Map<String, ?> options) {
        this.modality = modality.equals(Item.AUTO) ? Modality.POINT_CLOUD : modality;
        this.options = options;
    }

    /** A cloud and its labels. */
    private record Pair(String name, Path cloud, Path labels) {}

    /** Whether any file below the folder holds labels of points. */
    static boolean in(Path folder) {
        return below(folder).stream().anyMatch(LabelledClouds::isLabels);
    }

    /** Every file of labels below a folder, with the one file of the same name that it labels beside it. */
    List<Example> read(Path folder) {
        Map<Boolean, List<Path>> files =
                below(folder).stream().collect(Collectors.partitioningBy(LabelledClouds::isLabels));
        Map<String, List<Path>> clouds =
                files.get(false).stream().collect(Collectors.groupingBy(LabelledClouds::stem));
        List<Pair> pairs = new ArrayList<>();
        for (Path labels : files.get(true)) {
            Path cloud = cloud(labels, clouds.getOrDefault(stem(labels), List.of()));
            pairs.add(new Pair(folder.relativize(cloud).toString(), cloud, labels));
        }
        return examples(folder, pairs);
    }

    /** Rows with the columns {@code file} and {@code labels_file}. */
    List<Example> read(Path list, List<Row> rows) {
        Path folder = list.toAbsolutePath().getParent();
        List<Pair> pairs = new ArrayList<>();
        for (Row row : rows) {
            String file = row.text("file");
            Path labels = folder.resolve(row.text("labels_file"));
            pairs.add(new Pair(file, folder.resolve(file), labels));
        }
        return examples(folder, pairs);
    }

    private List<Example> examples(Path folder, List<Pair> pairs) {
        List<PointLabelsFile> files = new ArrayList<>();
        SortedSet<Integer> numbers = new TreeSet<>();
        for (Pair pair : pairs) {
            files.add(PointLabelsFile.read(pair.labels));
            files.get(files.size() - 1).addTo(numbers);
        }
        Optional<List<String>> known = names(folder.resolve(NAMES));
        List<String> names = known.orElse(numbers.stream().map(String::valueOf).toList());
        Map<Integer, Integer> index = new HashMap<>();
        for (int k = 0; k < names.size(); k++) {
            index.put(known.isPresent() ? Integer.valueOf(k) : Integer.valueOf(names.get(k)), k);
        }
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Target.PointLabels target = files.get(i).target(index, names);
            Pair pair = pairs.get(i);
            examples.add(new Example(pair.name, item(pair.cloud, target), target));
        }
        return examples;
    }

    private Item item(Path cloud, Target.PointLabels target) {
        Map<String, Object> all = new TreeMap<>(options);
        shape(target).ifPresent(shape -> all.putIfAbsent("shape", shape));
        return Item.of(Input.of(modality, cloud).withOptions(all));
    }

    /** What the first known point is a part of. */
    private static Optional<String> shape(Target.PointLabels target) {
        for (float index : target.classes().toArray()) {
            if (index != Target.IGNORED) {
                String label = target.labels().get((int) index);
                int slash = label.indexOf('/');
                return slash > 0 ? Optional.of(label.substring(0, slash)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<List<String>> names(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            List<String> names =
                    Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList();
            if (names.stream().distinct().count() < names.size()) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH, NAMES + " has a name twice");
            }
            return Optional.of(names);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, NAMES + " cannot be read as UTF-8 text", e);
        }
    }

    private static Path cloud(Path labels, List<Path> same) {
        if (same.size() != 1) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    labels.getFileName()
                            + " labels the one file of the same name beside it, but there are "
                            + same.size());
        }
        return same.get(0);
    }

    /** With its folder, without its ending. */
    private static String stem(Path file) {
        String text = file.toString();
        int dot = text.lastIndexOf('.');
        return dot > text.lastIndexOf(file.getFileSystem().getSeparator())
                ? text.substring(0, dot)
                : text;
    }

    private static boolean isLabels(Path file) {
        return ENDINGS.stream().anyMatch(file.getFileName().toString()::endsWith);
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "folder " + folder.getFileName() + " cannot be read", e);
        }
    }
}
