/** Whether the process lives, has started, and can answer; sections 1.5 and 5.9 of the network contract. */
package io.metatransformer.server.health;
