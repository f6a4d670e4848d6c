package io.metatransformer.core.model;

import io.metatransformer.api.Head;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.core.plugin.Guard;
import io.metatransformer.core.plugin.Offer;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What a tokenizer or head says of itself, asked through its plugin's guard. */
record Described(
        Supplier<List<Option>> declared,
        BiFunction<Options, Integer, List<WeightSpec>> read,
        UnaryOperator<Weights> adopted,
        BiFunction<Weights, Map<String, Object>, Map<String, Object>> configured,
        BooleanSupplier fed,
        Guard guard) {

    static Described of(Tokenizer service, Offer<Tokenizer> offer) {
        return new Described(
                service::options,
                service::weights,
                service::adopt,
                service::configure,
                service::feedsEncoder,
                offer.guard());
    }

    static Described of(Head service, Offer<Head> offer) {
        return new Described(
                service::options,
                service::weights,
                service::adopt,
                (adopted, encoder) -> Map.of(),
                () -> true,
                offer.guard());
    }

    List<Option> options() {
        return guard.call("listing its options", declared);
    }

    List<WeightSpec> weights(Options options, int width) {
        return guard.call("listing its weights", () -> read.apply(options, width));
    }

    Weights adopt(Weights checkpoint) {
        return guard.call("reading a checkpoint", () -> adopted.apply(checkpoint));
    }

    /** Options that the adopted tensors tell. */
    Map<String, Object> configure(Weights adopted, EncoderShape encoder) {
        Map<String, Object> facts =
                Map.of(
                        "dim", encoder.dim(),
                        "depth", encoder.depth(),
                        "heads", encoder.heads(),
                        "activation", encoder.activation(),
                        "eps", encoder.eps());
        return guard.call("reading a checkpoint", () -> configured.apply(adopted, facts));
    }

    /** Whether what it adopts was trained together with the encoder. */
    boolean feedsEncoder() {
        return guard.call("describing itself", fed::getAsBoolean);
    }
}
