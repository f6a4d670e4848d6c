package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import io.metatransformer.core.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What makes the features that a head learns from, while it learns too: the tokenizers of the examples'
 * modalities, opened when the first example of each comes, and the frozen encoder behind them. Used by one thread.
 */
public final class Upstream implements AutoCloseable {
    private static final String TOKENIZERS = "tokenizers/";

    private final UnaryOperator<Input> recognised;
    private final Function<Modality, LearningTokenizer> opening;
    private final PassingEncoder encoder;
    private final Map<Modality, LearningTokenizer> tokenizers = new TreeMap<>();

    /**
     * @param recognised tells the modality of inputs that do not say it
     * @param opening begins to train the tokenizer of a modality
     * @param encoder closed with this
     */
    public Upstream(
            UnaryOperator<Input> recognised,
            Function<Modality, LearningTokenizer> opening,
            PassingEncoder encoder) {
        this.recognised = recognised;
        this.opening = opening;
        this.encoder = encoder;
    }

    /** Does for every input of an example what no weight decides. */
    List<PreparedInput> prepare(Example example) {
        if (!(example.item() instanceof Item.Raw raw)) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    example.name() + ": a tokenizer learns from raw inputs, not from tokens");
        }
        List<PreparedInput> prepared = new ArrayList<>();
        for (Input given : raw.inputs()) {
            try {
                Input input = recognised.apply(given);
                LearningTokenizer tokenizer = tokenizers.computeIfAbsent(input.modality(), opening);
                prepared.add(
                        tokenizer
                                .guard()
                                .call("preparing", () -> tokenizer.training().prepare(input)));
            } catch (MetaTransformerException refusal) {
                throw refusal.at(example.name());
            }
        }
        return prepared;
    }

    /** A batch on its way to the encoder. */
    record Batch(
            List<List<PreparedInput>> items,
            Map<Modality, List<PreparedInput>> inputs,
            List<TokenSequence> sequences,
            List<Features> features,
            long seed) {}

    /** The features that a request would get with the weights as they are now. */
    List<Features> features(List<List<PreparedInput>> items) {
        return encode(sequences(items, inputs(items), Optional.empty()));
    }

    /** The features that {@link #step} is about to change. */
    Batch forward(List<List<PreparedInput>> items, long seed) {
        Map<Modality, List<PreparedInput>> inputs = inputs(items);
        List<TokenSequence> sequences = sequences(items, inputs, Optional.of(seed));
        return new Batch(items, inputs, sequences, encode(sequences), seed);
    }

    private static Map<Modality, List<PreparedInput>> inputs(List<List<PreparedInput>> items) {
        Map<Modality, List<PreparedInput>> inputs = new TreeMap<>();
        items.forEach(
                item ->
                        item.forEach(
                                each ->
                                        inputs.computeIfAbsent(
                                                        modality(each), m -> new ArrayList<>())
                                                .add(each)));
        return inputs;
    }

    private static Modality modality(PreparedInput input) {
        return input.segment().modality();
    }

    /** @param seed of a step; absent for tokens as a session makes them */
    private List<TokenSequence> sequences(
            List<List<PreparedInput>> items,
            Map<Modality, List<PreparedInput>> inputs,
            Optional<Long> seed) {
        Map<Modality, List<TokenSequence>> made = new TreeMap<>();
        inputs.forEach(
                (modality, batch) -> {
                    LearningTokenizer tokenizer = tokenizers.get(modality);
                    made.put(
                            modality,
                            tokenizer
                                    .guard()
                                    .call("tokenizing", () -> tokens(tokenizer, batch, seed)));
                });
        Map<Modality, Integer> next = new TreeMap<>();
        List<TokenSequence> sequences = new ArrayList<>();
        for (List<PreparedInput> item : items) {
            List<TokenSequence> parts = new ArrayList<>();
            for (PreparedInput each : item) {
                int at = next.merge(modality(each), 1, Integer::sum) - 1;
                parts.add(made.get(modality(each)).get(at));
            }
            sequences.add(TokenSequence.concat(parts));
        }
        return sequences;
    }

    private static List<TokenSequence> tokens(
            LearningTokenizer tokenizer, List<PreparedInput> batch, Optional<Long> seed) {
        return seed.isPresent()
                ? tokenizer.training().forward(batch, seed.get())
                : tokenizer.training().tokenize(batch);
    }

    private List<Features> encode(List<TokenSequence> sequences) {
        return encoder.guard().call("encoding", () -> encoder.pullback().encode(sequences));
    }

    /**
     * One step down the gradient.
     *
     * @param gradients of the loss with respect to the features of the batch
     */
    void step(Batch batch, List<Tensor> gradients, double rate) {
        List<TokenGradient> passed =
                encoder.guard()
                        .call(
                                "learning",
                                () -> encoder.pullback().pullback(batch.sequences(), gradients));
        Map<Modality, List<TokenGradient>> parts = new TreeMap<>();
        for (int i = 0; i < passed.size(); i++) {
            int from = 0;
            for (PreparedInput input : batch.items().get(i)) {
                parts.computeIfAbsent(modality(input), m -> new ArrayList<>())
                        .add(part(passed.get(i), from, input.length()));
                from += input.length();
            }
        }
        parts.forEach(
                (modality, each) -> {
                    LearningTokenizer tokenizer = tokenizers.get(modality);
                    List<PreparedInput> inputs = batch.inputs().get(modality);
                    tokenizer
                            .guard()
                            .run(
                                    "learning",
                                    () ->
                                            tokenizer
                                                    .training()
                                                    .step(inputs, each, rate, batch.seed()));
                });
    }

    private static TokenGradient part(TokenGradient whole, int from, int count) {
        return new TokenGradient(
                rows(whole.tokens(), from, count),
                whole.positions().map(positions -> rows(positions, from, count)));
    }

    private static Tensor rows(Tensor whole, int from, int count) {
        int D = whole.size(1);
        return Tensor.of(whole.data().slice(from * D, count * D), count, D);
    }

    /**
     * Tokenizers with weights that they had at some time. Origins are told of the tensors alone that are still
     * as they were.
     *
     * @param weights by {@link #owner}
     */
    Map<Modality, ModelPart> parts(Map<String, Weights> weights) {
        Map<Modality, ModelPart> parts = new TreeMap<>();
        tokenizers.forEach(
                (modality, each) ->
                        parts.put(modality, part(each.start(), weights.get(owner(modality)))));
        return parts;
    }

    /** Under which the weights and the state of a tokenizer stand. */
    private static String owner(Modality modality) {
        return TOKENIZERS + modality.id();
    }

    private static ModelPart part(ModelPart start, Weights now) {
        Map<String, WeightOrigin> same = new TreeMap<>(start.origins());
        same.keySet().removeIf(name -> !start.weights().get(name).equals(now.get(name)));
        return new ModelPart(
                start.name(), start.width(), start.config(), now, same, Optional.empty());
    }

    /** Weights as they are now, by {@link #owner}. */
    Map<String, Weights> weights() {
        Map<String, Weights> weights = new TreeMap<>();
        tokenizers.forEach(
                (modality, each) -> weights.put(owner(modality), each.training().weights()));
        return weights;
    }

    /** All that decides the steps to come, with the owner before each name. */
    Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        tokenizers.forEach((modality, each) -> put(all, owner(modality), each.training().state()));
        return all;
    }

    private static void put(Map<String, Tensor> all, String owner, Weights state) {
        state.names().forEach(name -> all.put(owner + ":" + name, state.get(name)));
    }

    void restore(Weights state) {
        tokenizers.forEach(
                (modality, each) -> each.training().restore(owned(state, owner(modality))));
    }

    static Weights owned(Weights state, String owner) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        for (String name : state.names()) {
            if (name.startsWith(owner + ":")) {
                own.put(name.substring(owner.length() + 1), state.get(name));
            }
        }
        return Weights.of(own);
    }

    @Override
    public void close() {
        try (encoder) {
            tokenizers.values().forEach(LearningTokenizer::close);
        }
    }
}
