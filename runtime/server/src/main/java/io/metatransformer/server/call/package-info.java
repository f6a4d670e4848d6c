/** One question on its way through the server, whichever door it came in by. */
package io.metatransformer.server.call;
