package io.metatransformer.cli;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.core.Item;
import io.metatransformer.core.Request;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is asked about: inputs, their modality, the model. */
final class InputOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "[MODALITY=]FILE",
            description =
                    "Inputs; - is standard input. Without a modality, the content tells it where it can.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "An input that is a text, as it stands here; may be given again.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--modality",
            paramLabel = "M",
            description = "Modality of inputs that name none, such as image.")
    private String modality;

    @Option(names = "--model", paramLabel = "NAME", description = "Model to ask (else 'default').")
    private String model;

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "Option of the tokenizer, for these inputs alone; may be given again.")
    private Map<String, String> tokenizerOptions = new TreeMap<>();

    @Option(
            names = "--fuse",
            description = "Makes one sequence of all inputs, so that the encoder relates them.")
    private boolean fuse;

    @Option(
            names = "--allow-random-weights",
            description =
                    "Answers although weights beside a trained encoder were drawn at random. A model that"
                            + " is untrained throughout needs no such word: it says so itself.")
    private boolean allowRandomWeights;

    Optional<String> model() {
        return Optional.ofNullable(model);
    }

    boolean allowRandomWeights() {
        return allowRandomWeights;
    }

    /** How many items there are. */
    int count() {
        return fuse ? 1 : inputs.size() + texts.size();
    }

    /** One item per input, or a single one of all. */
    List<Item> items(InputStream standardInput) {
        if (inputs.isEmpty() && texts.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "Missing required parameter: '[MODALITY=]FILE', or option '--text=TEXT'");
        }
        Optional<Modality> otherwise = Optional.ofNullable(modality).map(Modality::of);
        List<Input> opened = new ArrayList<>();
        for (String each : inputs) {
            opened.add(InputArgument.of(each).open(otherwise, tokenizerOptions, standardInput));
        }
        texts.forEach(text -> opened.add(inline(text, opened.size())));
        return fuse
                ? List.of(Item.of(opened))
                : opened.stream().map(each -> Item.of(each)).toList();
    }

    private Input inline(String text, int before) {
        return Input.of(Modality.TEXT, text.getBytes(StandardCharsets.UTF_8))
                .withMediaType("text/plain")
                .named("text " + before)
                .withOptions(tokenizerOptions);
    }

    /** What each item is called in a table. */
    static String name(Item item) {
        return item instanceof Item.Raw raw
                ? String.join(" + ", raw.inputs().stream().map(Input::name).toList())
                : item.toString();
    }

    Request terms(Request request) {
        Request named = model().map(request::withModel).orElse(request);
        return allowRandomWeights ? named.withRandomWeightsAllowed() : named;
    }
}
