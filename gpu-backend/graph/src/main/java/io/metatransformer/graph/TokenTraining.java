package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Trains the learned layers of a tokenizer by the gradient of its tokens: the loss that is made small is {@code
 * Σ token ⊙ gradient}, whose own gradient is the product with the Jacobian.
 */
public final class TokenTraining implements TokenizerTraining {
    private static final String AHEAD = "ahead";

    private final String name;
    private final int width;
    private final TokenLayers tokenLayers;
    private final Map<String, String> own; // names of tensors by what layers call them
    private final Training training;
    private final Latest<Network> latest = new Latest<>(this::open, Network::close);

    private TokenTraining(
            String name,
            int width,
            TokenLayers tokenLayers,
            Map<String, String> own,
            Training training) {
        this.name = name;
        this.width = width;
        this.tokenLayers = tokenLayers;
        this.own = Map.copyOf(own);
        this.training = training;
    }

    /**
     * @param part with its weights, which fit the layers
     * @param trained names of the tensors that learn
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} as {@link Training#build}; {@link
     *     ErrorCode#UNSUPPORTED} if nothing learns
     */
    public static TokenTraining of(
            ModelPart part, TrainingRules rules, Predicate<String> trained, TokenLayers layers) {
        Optimiser adamW = Optimiser.adamW(rules.decay()).clippingTo(rules.maxNorm());
        return of(part, adamW, trained, layers);
    }

    /** As {@link #of(ModelPart, TrainingRules, Predicate, TokenLayers)}, stepping in another way. */
    public static TokenTraining of(
            ModelPart part, Optimiser optimiser, Predicate<String> trained, TokenLayers layers) {
        if (part.weights().names().stream().noneMatch(trained)) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    part.name() + " has no weights that learn with these options");
        }
        Map<String, String> own = new HashMap<>();
        part.weights().names().forEach(each -> own.put(layers.called(each), each));
        Training training =
                Training.build(
                        part.name(),
                        called(layers, part.weights()),
                        each -> trained.test(own.get(each)),
                        optimiser,
                        (all, wiring) -> build(all, wiring, layers, part.width()),
                        List.of());
        return new TokenTraining(part.name(), part.width(), layers, own, training);
    }

    private static Weights called(TokenLayers layers, Weights weights) {
        return weights.renamed(each -> Optional.of(layers.called(each)));
    }

    private static void build(Layers layers, Wiring wiring, TokenLayers tokenLayers, int D) {
        Entry ahead = wiring.entry(AHEAD);
        tokenLayers.build(layers, ahead);
        Entry step = wiring.entry(Wiring.DEFAULT).sharing(ahead);
        Operand<TFloat32> loss = null;
        for (Map.Entry<String, Operand<TFloat32>> made : ahead.outputs().entrySet()) {
            Operand<TFloat32> given = step.input(gradientOf(made.getKey()), -1, D);
            Operand<TFloat32> product = layers.tf().math.mul(made.getValue(), given);
            Operand<TFloat32> sum =
                    layers.tf().reduceSum(product, layers.tf().constant(new int[] {0, 1}));
            loss = loss == null ? sum : layers.add(loss, sum);
        }
        step.output(Training.LOSS, loss);
    }

    private static String gradientOf(String output) {
        return output + "_gradient";
    }

    @Override
    public PreparedInput prepare(Input input) {
        return tokenLayers.prepare(input);
    }

    private Network open() {
        return Network.build(
                name,
                training.weights(),
                (layers, wiring) -> tokenLayers.build(layers, wiring.entry(AHEAD)));
    }

    @Override
    public List<TokenSequence> tokenize(List<PreparedInput> batch) {
        Network network = latest.get();
        return cut(batch, network.run(AHEAD, tokenLayers.joined(batch)));
    }

    @Override
    public List<TokenSequence> forward(List<PreparedInput> batch, long seed) {
        return cut(batch, training.run(AHEAD, tokenLayers.joined(batch), seed));
    }

    private List<TokenSequence> cut(List<PreparedInput> batch, Map<String, Tensor> made) {
        int rows = batch.stream().mapToInt(each -> each.length()).sum();
        made.forEach((output, values) -> requireRows(output, values, rows));
        List<TokenSequence> sequences = new ArrayList<>();
        int from = 0;
        for (PreparedInput each : batch) {
            int N = each.length();
            TokenSequence sequence =
                    TokenSequence.of(rows(made.get(TokenLayers.TOKENS), from, N), each.segments());
            Tensor positions = made.get(TokenLayers.POSITIONS);
            sequences.add(
                    positions == null
                            ? sequence
                            : sequence.withPositions(rows(positions, from, N)));
            from += N;
        }
        return sequences;
    }

    private void requireRows(String output, Tensor values, int rows) {
        if (values.rank() != 2 || values.size(0) != rows || values.size(1) != width) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR,
                    name
                            + ": the layers made "
                            + output
                            + " "
                            + values
                            + " of inputs that become "
                            + rows
                            + " tokens of width "
                            + width);
        }
    }

    private static Tensor rows(Tensor all, int from, int count) {
        int D = all.size(1);
        return Tensor.of(all.data().slice(from * D, count * D), count, D);
    }

    @Override
    public void step(
            List<PreparedInput> batch,
            List<TokenGradient> gradients,
            double learningRate,
            long seed) {
        latest.forget();
        Map<String, Tensor> inputs = new HashMap<>(tokenLayers.joined(batch));
        List<Optional<Tensor>> tokens = new ArrayList<>();
        List<Optional<Tensor>> positions = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            tokens.add(Optional.of(gradients.get(i).tokens()));
            positions.add(gradients.get(i).positions());
        }
        inputs.put(gradientOf(TokenLayers.TOKENS), joined(batch, tokens));
        if (positions.stream().anyMatch(Optional::isPresent)) {
            inputs.put(gradientOf(TokenLayers.POSITIONS), joined(batch, positions));
        }
        training.step(inputs, learningRate, seed);
    }

    private Tensor joined(List<PreparedInput> batch, List<Optional<Tensor>> parts) {
        int rows = batch.stream().mapToInt(each -> each.length()).sum();
        FloatBuffer all = Tensor.allocate(Math.multiplyExact(rows, width));
        for (int i = 0; i < batch.size(); i++) {
            int end = all.position() + batch.get(i).length() * width;
            parts.get(i).ifPresent(part -> all.put(part.data()));
            all.position(end);
        }
        return Tensor.of(all.flip(), rows, width);
    }

    @Override
    public Weights weights() {
        return training.weights().renamed(each -> Optional.of(own.get(each)));
    }

    @Override
    public Weights state() {
        return training.state();
    }

    @Override
    public void restore(Weights state) {
        latest.forget();
        training.restore(state);
    }

    @Override
    public void close() {
        latest.forget();
        training.close();
    }
}
