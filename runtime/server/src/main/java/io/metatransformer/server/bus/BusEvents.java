package io.metatransformer.server.bus;

import io.metatransformer.core.ModelInfo;
import io.metatransformer.core.PipelineListener;
import io.metatransformer.core.plugin.PluginInfo;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/** Publishes what happens, for whoever wants to know. */
public final class BusEvents implements PipelineListener {
    private final EventBus bus;
    private final String node;

    public BusEvents(EventBus bus, String node) {
        this.bus = bus;
        this.node = node;
    }

    @Override
    public void model(ModelInfo now) {
        publish(Addresses.EVENTS_OF_MODELS, now.state().name(), now.name());
    }

    @Override
    public void modelRemoved(String name) {
        publish(Addresses.EVENTS_OF_MODELS, "REMOVED", name);
    }

    @Override
    public void plugin(PluginInfo now) {
        publish(Addresses.EVENTS_OF_PLUGINS, now.state().name(), now.plugin().id());
    }

    @Override
    public void pluginRemoved(PluginInfo last) {
        publish(Addresses.EVENTS_OF_PLUGINS, "REMOVED", last.plugin().id());
    }

    @Override
    public void refused(String model, int items) {
        publish(Addresses.EVENTS_OF_QUEUES, "REFUSED", model);
    }

    private void publish(String address, String type, String id) {
        bus.publish(
                address,
                new JsonObject()
                        .put("type", type.toLowerCase(Locale.ROOT))
                        .put("time", Instant.now().toString())
                        .put("node", node)
                        .put("id", id));
    }
}
