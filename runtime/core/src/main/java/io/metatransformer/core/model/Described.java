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
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What a tokenizer or head says of itself, asked through its plugin's guard. */
record Described(
        Supplier<List<Option>> declared,
        BiFunction<Options, Integer, List<WeightSpec>> read,
        UnaryOperator<Weights> adopted,
        Guard guard) {

    static Described of(Tokenizer service, Offer<Tokenizer> offer) {
        return new Described(service::options, service::weights, service::adopt, offer.guard());
    }

    static Described of(Head service, Offer<Head> offer) {
        return new Described(service::options, service::weights, service::adopt, offer.guard());
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
}
