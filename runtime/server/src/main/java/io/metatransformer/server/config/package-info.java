/** Settings as records whose defaults and units show on one line; a file may set some, none may be misspelt. */
package io.metatransformer.server.config;
