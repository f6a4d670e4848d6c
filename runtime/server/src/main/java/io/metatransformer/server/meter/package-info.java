/** What operators watch: Prometheus metrics whose labels come from closed sets. */
package io.metatransformer.server.meter;
