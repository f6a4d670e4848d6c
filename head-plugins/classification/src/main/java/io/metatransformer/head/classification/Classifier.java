package io.metatransformer.head.classification;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Label;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Losses;
import io.metatransformer.head.pooling.PooledInput;
import io.metatransformer.head.pooling.PooledTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A logit per label; learns by cross entropy where one label holds, by binary cross entropy otherwise. */
final class Classifier implements PooledTask {
    private final ClassificationOptions layout;
    private final Map<String, Integer> index = new HashMap<>();

    Classifier(ClassificationOptions layout) {
        this.layout = layout;
        layout.labels().forEach(label -> index.put(label, index.size()));
    }

    @Override
    public PooledInput input() {
        return layout.input();
    }

    @Override
    public int outputs() {
        return layout.labels().size();
    }

    @Override
    public List<WeightSpec> specs(int D, int P) {
        return ClassifierWeights.specs(layout, D, P);
    }

    @Override
    public String first() {
        return ClassifierWeights.first(layout);
    }

    @Override
    public boolean standardises() {
        return !layout.pooledNorm() && layout.hidden().isEmpty();
    }

    @Override
    public Operand<TFloat32> layers(Layers layers, Operand<TFloat32> vectors, float dropout) {
        return ClassifierWeights.logits(layers, vectors, layout, dropout);
    }

    @Override
    public Operand<TFloat32> loss(
            Losses losses,
            Operand<TFloat32> outputs,
            Operand<TFloat32> targets,
            Operand<TFloat32> weights) {
        return layout.exclusive()
                ? losses.crossEntropy(outputs, targets, weights)
                : losses.binaryCrossEntropy(outputs, targets, weights);
    }

    /** 1 for what holds, or that with a share of it spread over all. */
    @Override
    public Tensor encoded(String name, List<Target> targets, double smoothing) {
        int K = outputs();
        float[] encoded = new float[targets.size() * K];
        float rest = (float) (layout.exclusive() ? smoothing / K : smoothing / 2);
        Arrays.fill(encoded, rest);
        for (int m = 0; m < targets.size(); m++) {
            for (String label : LearnedLabels.each(targets.get(m))) {
                Integer k = index.get(label);
                if (k == null) {
                    throw new MetaTransformerException(
                            ErrorCode.SCHEMA_MISMATCH, name + " has no label " + Quoted.of(label));
                }
                encoded[m * K + k] = (float) (1 - smoothing) + rest;
            }
        }
        return Tensor.of(encoded, targets.size(), K);
    }

    /** Every label. */
    @Override
    public Prediction.Classes answer(String name, float[] logits) {
        return new Prediction.Classes(
                Scores.ranked(name, cooled(logits), layout.labels(), layout.exclusive()),
                layout.exclusive());
    }

    private float[] cooled(float[] logits) {
        float[] cooled = logits.clone();
        for (int k = 0; k < cooled.length; k++) {
            cooled[k] = (float) (cooled[k] / layout.temperature());
        }
        return cooled;
    }

    /** The best {@code top_k} labels of a level that score above their threshold. */
    @Override
    public Prediction asked(Prediction whole, Options chosen) {
        List<Label> all = ((Prediction.Classes) whole).labels();
        int level = chosen.integer("level");
        Stream<Label> labels =
                (level == 0 ? all : Levels.at(level, all, layout.exclusive())).stream();
        List<Double> thresholds = ClassificationOptions.thresholds(chosen, outputs());
        if (chosen.isSet("threshold")) {
            double threshold = chosen.number("threshold");
            labels = labels.filter(label -> label.score() > threshold);
        } else if (level == 0 && !thresholds.isEmpty()) {
            labels = labels.filter(label -> label.score() > thresholds.get(label.index()));
        }
        return new Prediction.Classes(
                labels.limit(chosen.integer("top_k")).toList(), layout.exclusive());
    }

    /**
     * @param logits of examples
     * @param targets as many
     * @return options: the temperature, and for labels that may hold together their thresholds
     */
    Map<String, Object> calibrated(String name, List<float[]> logits, List<Target> targets) {
        if (!layout.calibrate()) {
            return Map.of();
        }
        float[] encoded = encoded(name, targets, 0).toArray();
        int K = outputs();
        List<boolean[]> truths = new ArrayList<>();
        for (int m = 0; m < targets.size(); m++) {
            boolean[] truth = new boolean[K];
            for (int k = 0; k < K; k++) {
                truth[k] = encoded[m * K + k] > 0;
            }
            truths.add(truth);
        }
        double temperature = new Calibration(logits, truths, layout.exclusive()).temperature();
        if (layout.exclusive()) {
            return Map.of("temperature", temperature);
        }
        List<double[]> probabilities = new ArrayList<>();
        for (float[] each : logits) {
            double[] cooled = new double[K];
            for (int k = 0; k < K; k++) {
                cooled[k] = each[k] / temperature;
            }
            probabilities.add(Scores.sigmoid(cooled));
        }
        return Map.of(
                "temperature", temperature, "thresholds", Thresholds.best(probabilities, truths));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for weights of another number of
     *     labels
     */
    void requireLabelsOf(String name, Weights weights) {
        String last = ClassifierWeights.HEAD + ".weight";
        if (!weights.names().contains(last)) {
            return;
        }
        int[] shape = weights.shape(last);
        if (shape.length == 2 && shape[0] != outputs()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    name
                            + ": "
                            + outputs()
                            + " labels, but '"
                            + last
                            + "' has "
                            + shape[0]
                            + " outputs");
        }
    }
}
