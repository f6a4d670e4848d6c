/** The packaged folder, started as its users start it: real processes, files and sockets, on loopback only. */
package io.metatransformer.endtoend;
