package io.metatransformer.cli;

import io.metatransformer.core.fit.Tuning;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What learns together with a head. */
final class TuningOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--train",
            paramLabel = "PARTS",
            split = ",",
            defaultValue = "head",
            description =
                    "What learns: head; or tokenizer,head: the tokenizers of the examples too, through the frozen"
                            + " encoder (${DEFAULT-VALUE}). A tokenizer that learnt stays with the head, and the"
                            + " model's own stays as it is.")
    private List<String> parts;

    @Option(
            names = "--tune-epochs",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Most walks through the data in which all learn together, after those of the head alone"
                            + " (${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--tune-batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Examples of such a step (${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--tune-rate",
            paramLabel = "R",
            defaultValue = "0.0003",
            description = "The highest rate of such a step (${DEFAULT-VALUE}).")
    private double rate;

    Tuning tuning() {
        return new Tuning(scope(), epochs, batch, rate);
    }

    private Tuning.Scope scope() {
        Set<String> given = new TreeSet<>(parts);
        if (given.equals(Set.of("head"))) {
            return Tuning.Scope.HEAD;
        }
        if (given.equals(Set.of("head", "tokenizer"))) {
            return Tuning.Scope.TOKENIZER;
        }
        throw new ParameterException(
                spec.commandLine(),
                "--train takes head, or tokenizer,head; got " + String.join(",", parts));
    }
}
