package io.metatransformer.core.fit;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is to be learnt, from what, and how. Immutable.
 *
 * @param model whose frozen encoder and tokenizers make the features; absent for the default one
 * @param head service that learns, such as {@code classification}
 * @param name under which the head is added to the model
 * @param training examples
 * @param validation examples that choose the best epoch; if empty, a share of {@code training} is kept apart
 * @param options of the head that are chosen rather than learnt, such as {@code pooling}
 * @param kept folder in which digests of features are kept from run to run; absent to keep them in memory
 * @param allowRandomWeights whether features made with weights drawn at random are wanted
 */
public record FitPlan(
        Optional<String> model,
        String head,
        String name,
        List<Example> training,
        List<Example> validation,
        Map<String, Object> options,
        FitSettings settings,
        Optional<Path> kept,
        boolean allowRandomWeights) {

    public FitPlan {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** With default settings, by the default model, nothing kept on disk. */
    public static FitPlan of(String head, String name, List<Example> training) {
        return new FitPlan(
                Optional.empty(),
                head,
                name,
                training,
                List.of(),
                Map.of(),
                FitSettings.DEFAULT,
                Optional.empty(),
                false);
    }

    public FitPlan withModel(String chosen) {
        return new FitPlan(
                Optional.of(chosen),
                head,
                name,
                training,
                validation,
                options,
                settings,
                kept,
                allowRandomWeights);
    }

    public FitPlan withValidation(List<Example> examples) {
        return new FitPlan(
                model, head, name, training, examples, options, settings, kept, allowRandomWeights);
    }

    public FitPlan withOptions(Map<String, ?> chosen) {
        return new FitPlan(
                model,
                head,
                name,
                training,
                validation,
                new TreeMap<>(chosen),
                settings,
                kept,
                allowRandomWeights);
    }

    public FitPlan withSettings(FitSettings chosen) {
        return new FitPlan(
                model, head, name, training, validation, options, chosen, kept, allowRandomWeights);
    }

    public FitPlan keeping(Path folder) {
        return new FitPlan(
                model,
                head,
                name,
                training,
                validation,
                options,
                settings,
                Optional.of(folder),
                allowRandomWeights);
    }

    public FitPlan withRandomWeightsAllowed() {
        return new FitPlan(model, head, name, training, validation, options, settings, kept, true);
    }
}
