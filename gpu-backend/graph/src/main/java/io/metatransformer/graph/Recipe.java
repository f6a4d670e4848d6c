package io.metatransformer.graph;

/** Says which layers a network has and how they are joined. Called once, while the network is built. */
@FunctionalInterface
public interface Recipe {

    /**
     * @param layers makes layers, each from the weights of its name
     * @param wiring declares what goes in and what comes out, at least one of each
     */
    void build(Layers layers, Wiring wiring);
}
