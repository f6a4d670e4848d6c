package io.metatransformer.server.http;

import io.metatransformer.server.config.Scope;
import java.util.Set;

/**
 * Somebody who has shown who he is.
 *
 * @param by what he has shown it, for messages
 */
record Caller(String by, Set<Scope> scopes) {
    Caller {
        scopes = Set.copyOf(scopes);
    }
}
