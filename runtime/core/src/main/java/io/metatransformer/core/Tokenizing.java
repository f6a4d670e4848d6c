package io.metatransformer.core;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.core.lease.Lease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The first stage of one request: inputs to one sequence, and a record of the tokenizers that took part. */
final class Tokenizing {
    private final Model model;
    private final Installed installed;
    private final Optional<String> head;
    private final boolean allowRandom;
    private final PipelineListener listener;
    private final Map<Modality, Provenance.Part> used = new ConcurrentSkipListMap<>();

    /** @param head that is to answer, which may bring tokenizers of its own; absent if none is */
    Tokenizing(
            Model model,
            Installed installed,
            Optional<String> head,
            boolean allowRandom,
            PipelineListener listener) {
        this.model = model;
        this.installed = installed;
        this.head = head;
        this.allowRandom = allowRandom;
        this.listener = listener;
    }

    /**
     * @param space the one for which all of its tokens were made, if there is one
     */
    record Tokens(TokenSequence sequence, Optional<String> space) {}

    /** Every input to tokens, put one after the other in the order of the inputs. */
    Tokens fused(List<Input> inputs) {
        List<Tokens> parts = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            try {
                parts.add(tokens(inputs.get(i)));
            } catch (MetaTransformerException refusal) {
                throw inputs.size() == 1 ? refusal : refusal.at("input " + i);
            }
        }
        Optional<String> space = parts.get(0).space();
        boolean shared = parts.stream().allMatch(part -> part.space().equals(space));
        TokenSequence sequence =
                TokenSequence.concat(parts.stream().map(Tokens::sequence).toList());
        return new Tokens(sequence, shared ? space : Optional.empty());
    }

    private Tokens tokens(Input given) {
        Input input = recognised(given);
        try (Lease<Opened<TokenizerSession>> lease = tokenizer(input.modality())) {
            Opened<TokenizerSession> tokenizer = lease.get();
            TokenSequence sequence =
                    tokenizer.guard().call("tokenizing", () -> tokenizer.session().tokenize(input));
            requireSound(sequence, tokenizer.provenance());
            used.put(input.modality(), tokenizer.provenance());
            listener.tokens(input.modality(), sequence.length());
            return new Tokens(sequence, tokenizer.space());
        }
    }

    private Lease<Opened<TokenizerSession>> tokenizer(Modality modality) {
        return head.isPresent()
                ? model.tokenizer(head.get(), modality, allowRandom)
                : model.tokenizer(modality, allowRandom);
    }

    /** What a tokenizer shows of an input that it reads. */
    @FunctionalInterface
    interface Look<T> {
        Optional<T> at(TokenizerSession tokenizer, Input input);
    }

    /** What is to be seen of one input, if its tokenizer shows it. */
    <T> Optional<T> look(Input given, Look<T> look) {
        Input input = recognised(given);
        try (Lease<Opened<TokenizerSession>> lease = tokenizer(input.modality())) {
            Opened<TokenizerSession> tokenizer = lease.get();
            used.put(input.modality(), tokenizer.provenance());
            return tokenizer.guard().call("drawing", () -> look.at(tokenizer.session(), input));
        }
    }

    private Input recognised(Input given) {
        return given.modality().equals(Item.AUTO) ? given.as(installed.recognise(given)) : given;
    }

    private void requireSound(TokenSequence sequence, Provenance.Part by) {
        int width = model.manifest().encoder().dim();
        if (sequence.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR,
                    "plugin "
                            + by.plugin()
                            + " made tokens of width "
                            + sequence.width()
                            + ", the encoder reads "
                            + width);
        }
        Finite.require(Finite.all(sequence), "tokens", by);
    }

    /** The tokenizers that were used so far, by modality. */
    Collection<Provenance.Part> used() {
        return used.values();
    }
}
