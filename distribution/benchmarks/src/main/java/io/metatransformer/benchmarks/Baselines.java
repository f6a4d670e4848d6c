package io.metatransformer.benchmarks;

import io.metatransformer.api.Target;
import io.metatransformer.core.fit.Example;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.baseline.DummyClassifierTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.baseline.DummyRegressionTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

/**
 * What Tribuo makes of the raw numbers: an answer that is always the same, a linear model (logistic for labels), and
 * boosted trees, with settings that are usual and were not searched for.
 */
final class Baselines {
    /** The most frequent label, or the median. */
    static final String CONSTANT = "constant";

    static final String LINEAR = "linear";
    static final String BOOSTED = "boosted trees";

    private static final double RATE = 0.1;
    private static final int EPOCHS = 50;
    private static final int BATCH = 16;
    private static final int TREES = 100;
    private static final long SEED = 1;

    /** Boosting is many small steps: where processors are busy, threads that wait for each other cost more. */
    private static final int THREADS = 1;

    /** Held, since a level is forgotten with its logger. */
    private static final Logger QUIET = Logger.getLogger("org.tribuo");

    static {
        QUIET.setLevel(Level.WARNING);
    }

    private Baselines() {}

    /** Accuracy of labels, or mean absolute error of numbers, on the test part; by baseline. */
    static Map<String, Double> of(Problem problem) {
        return problem.isLabelled() ? labels(problem) : numbers(problem);
    }

    private static Map<String, Double> labels(Problem problem) {
        Map<String, Trainer<Label>> trainers = new LinkedHashMap<>();
        trainers.put(CONSTANT, DummyClassifierTrainer.createMostFrequentTrainer());
        trainers.put(
                LINEAR,
                new org.tribuo.classification.sgd.linear.LinearSGDTrainer(
                        new LogMulticlass(), new AdaGrad(RATE), EPOCHS, -1, BATCH, SEED));
        trainers.put(BOOSTED, new XGBoostClassificationTrainer(TREES, THREADS, true));
        return scores(
                problem,
                new LabelFactory(),
                example -> new Label(((Target.Label) example.target()).label()),
                trainers,
                (told, truth) -> told.getLabel().equals(truth.getLabel()) ? 1 : 0);
    }

    private static Map<String, Double> numbers(Problem problem) {
        // A linear model that learns by steps wants numbers around 0; errors are given in the
        // user's unit.
        Scale unit =
                Scale.of(problem.training().stream().map(each -> number(each.example())).toList());
        Map<String, Trainer<Regressor>> trainers = new LinkedHashMap<>();
        trainers.put(CONSTANT, DummyRegressionTrainer.createMedianTrainer());
        trainers.put(
                LINEAR,
                new org.tribuo.regression.sgd.linear.LinearSGDTrainer(
                        new SquaredLoss(), new AdaGrad(RATE), EPOCHS, -1, BATCH, SEED));
        trainers.put(
                BOOSTED, new XGBoostRegressionTrainer(RegressionType.LINEAR, TREES, THREADS, true));
        return scores(
                problem,
                new RegressionFactory(),
                example -> new Regressor("y", unit.apply(number(example))[0]),
                trainers,
                (told, truth) ->
                        Math.abs(told.getValues()[0] - truth.getValues()[0]) * unit.deviation()[0]);
    }

    private static double[] number(Example example) {
        return new double[] {((Target.Numbers) example.target()).values().data().get(0)};
    }

    /** Mean score of each trainer's answers to the test part. */
    private static <T extends Output<T>> Map<String, Double> scores(
            Problem problem,
            OutputFactory<T> factory,
            Function<Example, T> output,
            Map<String, Trainer<T>> trainers,
            ToDoubleBiFunction<T, T> score) {
        Scale scale = Scale.of(problem.training().stream().map(Problem.Case::numbers).toList());
        String[] columns = new String[problem.training().get(0).numbers().length];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = String.format("%06d", c);
        }
        var provenance = new SimpleDataSourceProvenance(problem.name(), factory);
        MutableDataset<T> training = new MutableDataset<>(provenance, factory);
        for (Problem.Case each : problem.training()) {
            double[] numbers = scale.apply(each.numbers());
            training.add(new ArrayExample<>(output.apply(each.example()), columns, numbers));
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        trainers.forEach(
                (name, trainer) -> {
                    Model<T> model = trainer.train(training);
                    double sum = 0;
                    for (Problem.Case each : problem.test()) {
                        T truth = output.apply(each.example());
                        var asked = new ArrayExample<>(truth, columns, scale.apply(each.numbers()));
                        sum += score.applyAsDouble(model.predict(asked).getOutput(), truth);
                    }
                    scores.put(name, sum / problem.test().size());
                });
        return scores;
    }
}
