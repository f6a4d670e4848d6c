package io.metatransformer.testkit.doubles;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A double that learns: the mean of all rows through one linear layer and a softmax, plain descent.
 *
 * <p>Options: {@code labels} of the model, learnt; {@code top_k} of a request.
 */
public final class LinearHead implements TrainableHead {

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.texts("labels", List.of(), "Names of the classes").unset(),
                Option.integer("top_k", 1, 1, 1000, "", "Most labels in an answer")
                        .settablePerRequest());
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        int labels = options.texts("labels").size();
        return List.of(
                WeightSpec.required("weight", new WeightSpec.Normal(0.1), labels, width),
                WeightSpec.required("bias", new WeightSpec.Constant(0), labels));
    }

    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        TreeSet<String> labels = new TreeSet<>();
        for (Target target : targets) {
            if (!(target instanceof Target.Label label)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH, "one label per example is needed");
            }
            labels.add(label.label());
        }
        return Map.of("labels", given.getOrDefault("labels", List.copyOf(labels)));
    }

    @Override
    public Tensor digest(Features features, Options options) {
        float[] mean = new float[features.width()];
        float[] values = features.values().toArray();
        for (int i = 0; i < values.length; i++) {
            mean[i % mean.length] += values[i] / features.length();
        }
        return Tensor.of(mean, mean.length);
    }

    @Override
    public Tensor pullback(Features features, Options options, Tensor digestGradient) {
        float[] mean = digestGradient.toArray();
        float[] values = new float[features.values().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = mean[i % mean.length] / features.length();
        }
        return Tensor.of(values, features.values().shape());
    }

    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        Options options = start.options(options());
        List<WeightSpec> specs = weights(options, start.width());
        return new Learning(
                options.texts("labels"),
                start.weights().names().isEmpty()
                        ? Weights.of(
                                Map.of(
                                        "weight",
                                        specs.get(0).draw(rules.seed()),
                                        "bias",
                                        specs.get(1).draw(rules.seed())))
                        : start.weights());
    }

    @Override
    public HeadSession open(ModelPart part) {
        Options options = part.options(options());
        part.weights().require(part.name(), weights(options, part.width()));
        Learning learnt = new Learning(options.texts("labels"), part.weights());
        Lifetime lifetime = new Lifetime(part.name());
        return new HeadSession() {
            @Override
            public int width() {
                return part.width();
            }

            @Override
            public Prediction predict(Features features, Map<String, ?> requested) {
                return lifetime.during(
                        () -> {
                            int k = options.withRequest(requested).integer("top_k");
                            Prediction.Classes all = learnt.classes(digest(features, options));
                            return new Prediction.Classes(
                                    all.labels().stream().limit(k).toList(), true);
                        });
            }

            @Override
            public void close() {
                lifetime.end(() -> {});
            }
        };
    }

    private static final class Learning implements HeadTraining {
        private final List<String> labels;
        private final float[] weight;
        private final float[] bias;

        Learning(List<String> labels, Weights start) {
            this.labels = labels;
            this.weight = start.get("weight").toArray();
            this.bias = start.get("bias").toArray();
        }

        private double[] probabilities(Tensor digest) {
            float[] x = digest.toArray();
            double[] scores = new double[bias.length];
            double sum = 0;
            for (int k = 0; k < scores.length; k++) {
                double logit = bias[k];
                for (int d = 0; d < x.length; d++) {
                    logit += weight[k * x.length + d] * x[d];
                }
                scores[k] = Math.exp(Math.max(-50, Math.min(50, logit)));
                sum += scores[k];
            }
            for (int k = 0; k < scores.length; k++) {
                scores[k] /= sum;
            }
            return scores;
        }

        @Override
        public float step(
                List<Tensor> digests,
                List<Target> targets,
                float[] weights,
                double learningRate,
                long seed) {
            return stepThrough(digests, targets, weights, learningRate, seed).loss();
        }

        @Override
        public Step stepThrough(
                List<Tensor> digests,
                List<Target> targets,
                float[] weights,
                double learningRate,
                long seed) {
            double[] dWeight = new double[weight.length];
            double[] dBias = new double[bias.length];
            double loss = 0;
            double total = 0;
            for (float each : weights) {
                total += each;
            }
            List<Tensor> gradients = new ArrayList<>();
            for (int i = 0; i < digests.size(); i++) {
                float[] dx = new float[digests.get(i).elements()];
                float[] x = digests.get(i).toArray();
                double[] p = probabilities(digests.get(i));
                int truth = labels.indexOf(((Target.Label) targets.get(i)).label());
                loss -= weights[i] * Math.log(p[truth]);
                for (int k = 0; k < p.length; k++) {
                    double off = weights[i] * (p[k] - (k == truth ? 1 : 0));
                    dBias[k] += off;
                    for (int d = 0; d < x.length; d++) {
                        dWeight[k * x.length + d] += off * x[d];
                        dx[d] += (float) (off * weight[k * x.length + d] / total);
                    }
                }
                gradients.add(Tensor.of(dx, dx.length));
            }
            for (int j = 0; j < weight.length; j++) {
                weight[j] -= (float) (learningRate * dWeight[j] / total);
            }
            for (int k = 0; k < bias.length; k++) {
                bias[k] -= (float) (learningRate * dBias[k] / total);
            }
            return new Step((float) (loss / total), gradients);
        }

        Prediction.Classes classes(Tensor digest) {
            double[] p = probabilities(digest);
            List<Prediction.Label> ranked = new ArrayList<>();
            for (int k = 0; k < p.length; k++) {
                ranked.add(new Prediction.Label(labels.get(k), k, (float) p[k]));
            }
            ranked.sort(Comparator.comparing((Prediction.Label l) -> -l.score()));
            return new Prediction.Classes(ranked, true);
        }

        @Override
        public List<Prediction> predict(List<Tensor> digests) {
            return digests.stream().map(digest -> (Prediction) classes(digest)).toList();
        }

        @Override
        public Weights weights() {
            return Weights.of(
                    Map.of(
                            "weight",
                            Tensor.of(weight.clone(), bias.length, weight.length / bias.length),
                            "bias",
                            Tensor.of(bias.clone(), bias.length)));
        }

        @Override
        public Optional<Weights> state() {
            return Optional.of(weights());
        }

        @Override
        public void restore(Weights state) {
            state.get("weight").data().get(weight);
            state.get("bias").data().get(bias);
        }

        @Override
        public void close() {
            // nothing but arrays
        }
    }
}
