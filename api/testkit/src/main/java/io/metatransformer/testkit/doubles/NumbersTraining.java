package io.metatransformer.testkit.doubles;

import io.metatransformer.api.Input;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plain descent on the three vectors of a {@link NumbersTokenizer}. */
final class NumbersTraining implements TokenizerTraining {
    private static final String NUMBERS = "numbers";
    private static final String POSITION = "position";

    private final NumbersSession session;
    private final int width;
    private Map<String, float[]> vectors;

    NumbersTraining(NumbersSession session, Weights weights) {
        this.session = session;
        this.width = session.width();
        this.vectors = vectors(weights);
    }

    private static Map<String, float[]> vectors(Weights weights) {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        weights.names().forEach(name -> vectors.put(name, weights.get(name).toArray()));
        return vectors;
    }

    @Override
    public PreparedInput prepare(Input input) {
        TokenSequence made = session.tokenize(input);
        float[] numbers = session.numbers(input);
        float[] position = {made.positions().map(all -> all.data().get(0)).orElse(0f)};
        return new PreparedInput(
                made.segments().get(0),
                Map.of(
                        NUMBERS,
                        Tensor.of(numbers, numbers.length),
                        POSITION,
                        Tensor.of(position, 1)));
    }

    @Override
    public List<TokenSequence> tokenize(List<PreparedInput> batch) {
        return batch.stream().map(this::tokens).toList();
    }

    @Override
    public List<TokenSequence> forward(List<PreparedInput> batch, long seed) {
        return tokenize(batch);
    }

    private TokenSequence tokens(PreparedInput input) {
        int length = input.segment().length();
        int special = input.segment().specialTokens();
        float[] numbers = input.values().get(NUMBERS).toArray();
        float[] bias = vectors.getOrDefault("proj.bias", new float[width]);
        float[] values = new float[length * width];
        for (int row = 0; row < length; row++) {
            for (int d = 0; d < width; d++) {
                values[row * width + d] =
                        row < special
                                ? vectors.get("cls_token")[d]
                                : numbers[row - special] * vectors.get("proj.weight")[d] + bias[d];
            }
        }
        TokenSequence sequence =
                TokenSequence.of(Tensor.of(values, length, width), List.of(input.segment()));
        float position = input.values().get(POSITION).data().get(0);
        if (position == 0) {
            return sequence;
        }
        float[] positions = new float[length * width];
        Arrays.fill(positions, position);
        return sequence.withPositions(Tensor.of(positions, length, width));
    }

    @Override
    public void step(
            List<PreparedInput> batch,
            List<TokenGradient> gradients,
            double learningRate,
            long seed) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        vectors.keySet().forEach(name -> sums.put(name, new double[width]));
        for (int i = 0; i < batch.size(); i++) {
            add(batch.get(i), gradients.get(i).tokens().toArray(), sums);
        }
        vectors.forEach(
                (name, vector) -> {
                    for (int d = 0; d < width; d++) {
                        vector[d] -= (float) (learningRate * sums.get(name)[d]);
                    }
                });
    }

    private void add(PreparedInput input, float[] gradient, Map<String, double[]> sums) {
        int special = input.segment().specialTokens();
        float[] numbers = input.values().get(NUMBERS).toArray();
        for (int row = 0; row < input.segment().length(); row++) {
            for (int d = 0; d < width; d++) {
                double each = gradient[row * width + d];
                if (row < special) {
                    sums.get("cls_token")[d] += each;
                    continue;
                }
                sums.get("proj.weight")[d] += each * numbers[row - special];
                if (sums.containsKey("proj.bias")) {
                    sums.get("proj.bias")[d] += each;
                }
            }
        }
    }

    @Override
    public Weights weights() {
        Map<String, Tensor> now = new LinkedHashMap<>();
        vectors.forEach((name, vector) -> now.put(name, Tensor.of(vector.clone(), width)));
        return Weights.of(now);
    }

    @Override
    public Weights state() {
        return weights();
    }

    @Override
    public void restore(Weights state) {
        vectors = vectors(state);
    }

    @Override
    public void close() {
        session.close();
    }
}
