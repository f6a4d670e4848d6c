package io.metatransformer.cli;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.core.Answer;
import io.metatransformer.core.Item;
import io.metatransformer.core.Provenance;
import io.metatransformer.core.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answers to everything on one command line, gathered from several requests. */
final class Answers {
    private final List<Named> all = new ArrayList<>();
    private Optional<Provenance> provenance = Optional.empty();

    /**
     * One answer.
     *
     * @param index on the command line, from 0
     * @param name of its input
     */
    record Named(int index, String name, Answer<? extends Prediction> answer) {}

    void add(List<Item> items, Reply<? extends Prediction> reply) {
        for (int i = 0; i < items.size(); i++) {
            all.add(new Named(all.size(), InputOptions.name(items.get(i)), reply.answers().get(i)));
        }
        provenance = Optional.of(reply.provenance());
    }

    List<Named> all() {
        return all;
    }

    Optional<Provenance> provenance() {
        return provenance;
    }

    /** Every refusal, in order. */
    List<MetaTransformerException> refusals() {
        return all.stream().flatMap(named -> named.answer().refusal().stream()).toList();
    }
}
