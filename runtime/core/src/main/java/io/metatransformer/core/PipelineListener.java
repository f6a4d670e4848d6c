package io.metatransformer.core;

import io.metatransformer.api.Modality;
import io.metatransformer.core.batch.BatchListener;
import io.metatransformer.core.plugin.PluginInfo;
import java.time.Duration;

/** Told what happens on the path and in the catalogue. Calls must not block and must not throw. */
public interface PipelineListener extends BatchListener {

    /** Tells nobody. */
    PipelineListener NONE = new PipelineListener() {};

    /** The stages that are timed per item; encoding is timed per batch. */
    enum Stage {
        TOKENIZE,
        QUEUE,
        ENCODE,
        HEAD
    }

    /** One item went through a stage. */
    default void stage(Stage stage, Duration time) {}

    /** One input became so many tokens. */
    default void tokens(Modality modality, int tokens) {}

    /** A plugin was added, replaced, switched or found broken. */
    default void plugin(PluginInfo now) {}

    /** A plugin left. */
    default void pluginRemoved(PluginInfo last) {}

    /** A model appeared, changed or moved to another state. */
    default void model(ModelInfo now) {}

    /** A model left. */
    default void modelRemoved(String name) {}
}
