package io.metatransformer.cli;

import io.metatransformer.api.Modality;
import io.metatransformer.cli.data.DataSet;
import io.metatransformer.cli.data.LabelList;
import io.metatransformer.cli.data.SeriesForm;
import io.metatransformer.core.Item;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.fit.Example;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Examples, and the model that is to read them. */
final class DataOptions {
    /** The head that answers with labels; others answer with numbers. */
    private static final String LABELLING = "classification";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description =
                    "Examples: a folder with one folder of files per label, or with images, masks and"
                            + " labels.txt; a list of files as CSV or JSON lines, with the columns file and"
                            + " label (or labels, mask, labels_file, or those of --target); or boxes as COCO"
                            + " writes them, in a .json beside its pictures. With --modality tabular and no"
                            + " column file, each row is an example itself; with head forecasting, a row is"
                            + " a step of one long series. Point clouds have the labels of their points"
                            + " beside them: a.ply, a.seg.")
    private Path data;

    @Option(
            names = "--modality",
            paramLabel = "M",
            description = "Modality of every file (else each one's content tells it).")
    private String modality;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "Columns of a list or table that hold what is to be answered: one of classes for head"
                            + " classification, else numbers. Of a series, the channels to be forecast (else all), or"
                            + " the column that says which steps are unusual.")
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "Labels, one in each line, in the order that a head gives them. Paths such as animal/cat"
                            + " are answered at every level; examples may name the last part alone.")
    private Path labels;

    @Option(
            names = "--stride",
            paramLabel = "N",
            description =
                    "Steps from one window of a series to the next (else so that there are about 1000).")
    private Integer stride;

    @Option(names = "--model", paramLabel = "NAME", description = "Model (else 'default').")
    private String model;

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "Option of the tokenizer; may be given again.")
    private Map<String, String> tokenizerOptions = new TreeMap<>();

    @Option(
            names = "--allow-random-weights",
            description = "Goes on although weights beside a trained encoder were drawn at random.")
    private boolean allowRandomWeights;

    Path data() {
        return data;
    }

    Optional<String> model() {
        return Optional.ofNullable(model);
    }

    String modelName() {
        return model().orElse(InstallationOptions.DEFAULT_MODEL);
    }

    boolean allowRandomWeights() {
        return allowRandomWeights;
    }

    /** The labels that were listed. */
    Optional<LabelList> labels() {
        return Optional.ofNullable(labels).map(LabelList::read);
    }

    /** Examples, with labels as they were listed. */
    List<Example> read(DataSet reader, Path path) {
        List<Example> examples = reader.read(path);
        return labels().map(list -> list.applied(examples)).orElse(examples);
    }

    /** Examples in two parts, with labels as they were listed. */
    DataSet.Parts parts(DataSet reader, Optional<Path> apart, double share) {
        DataSet.Parts parts = reader.parts(data, apart, share);
        return labels().map(
                        list ->
                                new DataSet.Parts(
                                        list.applied(parts.training()),
                                        list.applied(parts.validation()),
                                        parts.learning()))
                .orElse(parts);
    }

    /**
     * How a series is cut.
     *
     * @param head options of the head
     */
    SeriesForm series(Map<String, ?> head) {
        return SeriesForm.of(head, targets, Optional.ofNullable(stride));
    }

    /** Whether the model has a tokenizer of this modality whose weights are not drawn at random. */
    boolean hasTrainedTokenizer(MetaTransformer mt) {
        Modality series = modality == null ? Modality.TIME_SERIES : Modality.of(modality);
        return mt.modalities().stream()
                .filter(each -> each.modality().equals(series))
                .flatMap(each -> each.models().stream())
                .anyMatch(
                        use ->
                                use.model().equals(modelName())
                                        && !use.weights().isEmpty()
                                        && !use.weights().containsKey("random"));
    }

    /** @param service of the head that learns or is measured */
    DataSet reader(String service) {
        Modality each = modality == null ? Item.AUTO : Modality.of(modality);
        DataSet read = new DataSet(each, tokenizerOptions, targets);
        return service.equals(LABELLING) ? read.withLabels() : read;
    }
}
