package io.metatransformer.core;

import io.metatransformer.api.Modality;
import io.metatransformer.core.plugin.PluginInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells everybody who listens, in the order in which they began. */
final class Listeners implements PipelineListener {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<PipelineListener> all = new CopyOnWriteArrayList<>();

    /** @return ends the listening */
    Runnable add(PipelineListener listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    private void tell(Consumer<PipelineListener> event) {
        for (PipelineListener listener : all) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) { // a meter that fails must not stop a queue
                LOG.error("a listener failed", e);
            }
        }
    }

    @Override
    public void queued(String model, int items) {
        tell(listener -> listener.queued(model, items));
    }

    @Override
    public void refused(String model, int items) {
        tell(listener -> listener.refused(model, items));
    }

    @Override
    public void expired(String model, int items) {
        tell(listener -> listener.expired(model, items));
    }

    @Override
    public void cancelled(String model, int items) {
        tell(listener -> listener.cancelled(model, items));
    }

    @Override
    public void encoded(Batch batch) {
        tell(listener -> listener.encoded(batch));
    }

    @Override
    public void stage(Stage stage, Duration time) {
        tell(listener -> listener.stage(stage, time));
    }

    @Override
    public void tokens(Modality modality, int tokens) {
        tell(listener -> listener.tokens(modality, tokens));
    }

    @Override
    public void plugin(PluginInfo now) {
        tell(listener -> listener.plugin(now));
    }

    @Override
    public void pluginRemoved(PluginInfo last) {
        tell(listener -> listener.pluginRemoved(last));
    }

    @Override
    public void model(ModelInfo now) {
        tell(listener -> listener.model(now));
    }

    @Override
    public void modelRemoved(String name) {
        tell(listener -> listener.modelRemoved(name));
    }
}
