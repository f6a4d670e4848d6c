package io.metatransformer.server.infer;

import io.metatransformer.api.TokenSequence;
import io.metatransformer.core.Reply;

/** A question for tokens and what came of it. */
public record TokenOutcome(String requestId, Question question, Reply<TokenSequence> reply) {}
