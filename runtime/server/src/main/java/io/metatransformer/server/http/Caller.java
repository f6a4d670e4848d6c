package io.metatransformer.server.http;

import io.metatransformer.server.config.Scope;
import java.util.Set;

/**
 * Somebody who has shown who he is.
 *
 * @param by what he has shown it, for messages
 * @param name by which his requests are told from those of others; never a secret
 */
record Caller(String by, String name, Set<Scope> scopes) {
    Caller {
        scopes = Set.copyOf(scopes);
    }
}
