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
 * @param tokenizer that is fitted to the training part first; absent to read with those of the model
 * @param tuning what learns together with the head
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
        Optional<TokenizerLearning> tokenizer,
        Tuning tuning,
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
                Optional.empty(),
                Tuning.NONE,
                false);
    }

    public FitPlan withModel(String chosen) {
        return with(
                Optional.of(chosen),
                validation,
                options,
                settings,
                kept,
                tokenizer,
                tuning,
                allowRandomWeights);
    }

    public FitPlan withValidation(List<Example> examples) {
        return with(
                model, examples, options, settings, kept, tokenizer, tuning, allowRandomWeights);
    }

    public FitPlan withOptions(Map<String, ?> chosen) {
        return with(
                model,
                validation,
                new TreeMap<>(chosen),
                settings,
                kept,
                tokenizer,
                tuning,
                allowRandomWeights);
    }

    public FitPlan withSettings(FitSettings chosen) {
        return with(
                model, validation, options, chosen, kept, tokenizer, tuning, allowRandomWeights);
    }

    public FitPlan keeping(Path folder) {
        return with(
                model,
                validation,
                options,
                settings,
                Optional.of(folder),
                tokenizer,
                tuning,
                allowRandomWeights);
    }

    public FitPlan learning(TokenizerLearning fitted) {
        return with(
                model,
                validation,
                options,
                settings,
                kept,
                Optional.of(fitted),
                tuning,
                allowRandomWeights);
    }

    public FitPlan withTuning(Tuning chosen) {
        return with(
                model, validation, options, settings, kept, tokenizer, chosen, allowRandomWeights);
    }

    public FitPlan withRandomWeightsAllowed() {
        return with(model, validation, options, settings, kept, tokenizer, tuning, true);
    }

    private FitPlan with(
            Optional<String> chosen,
            List<Example> apart,
            Map<String, Object> set,
            FitSettings how,
            Optional<Path> folder,
            Optional<TokenizerLearning> fitted,
            Tuning together,
            boolean allowRandom) {
        return new FitPlan(
                chosen,
                head,
                name,
                training,
                apart,
                set,
                how,
                folder,
                fitted,
                together,
                allowRandom);
    }
}
