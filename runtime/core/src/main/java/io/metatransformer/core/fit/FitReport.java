package io.metatransformer.core.fit;

import java.time.Duration;
import java.util.List;

/**
 * How a training went.
 *
 * @param model that has the head now
 * @param head name of the head in the model
 * @param run id of the training, which the head's weights name as their origin
 * @param examples of the training part
 * @param epochs in order; none for a head that only gathers
 * @param best index of the epoch whose weights were kept; -1 if there is none
 * @param validation measured with those weights
 * @param features time that features took, those that were kept from an earlier run included
 * @param steps time that the epochs took
 * @param reused examples whose digest was kept from an earlier run
 * @param data fingerprint of all examples, training and validation
 */
public record FitReport(
        String model,
        String head,
        String run,
        int examples,
        List<Epoch> epochs,
        int alone,
        int best,
        Evaluation validation,
        Duration features,
        Duration steps,
        int reused,
        String data) {

    public FitReport {
        epochs = List.copyOf(epochs);
    }

    /**
     * One walk through the training part.
     *
     * @param training mean loss of its steps
     * @param validation loss of the validation part after it
     * @param score of the validation part after it: see {@link Evaluation#score}
     */
    public record Epoch(double training, double validation, double score, double learningRate) {}
}
