package io.metatransformer.server.bus;

import io.metatransformer.core.HeadInfo;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModelInfo;
import io.metatransformer.core.PipelineListener;
import io.metatransformer.core.plugin.PluginInfo;
import io.metatransformer.server.call.Calls;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Listens at the addresses of the runtime, as long as it is deployed. Modalities and heads have addresses of
 * their own, which come and go with the plugins and models that bring them.
 */
public final class BusDoor extends VerticleBase {
    private final MetaTransformer runtime;
    private final Calls calls;
    private final WorkerExecutor workers;
    private final BusInference inference;
    private final BusCatalogue catalogue;
    private final String node;
    private final AtomicBoolean lookPending = new AtomicBoolean();
    private Consumers consumers;
    private Runnable endListening;

    /** @param node name of this process: every address is also served at {@code <address>@<node>} */
    public BusDoor(
            MetaTransformer runtime,
            Calls calls,
            WorkerExecutor workers,
            BusInference inference,
            BusCatalogue catalogue,
            String node) {
        this.runtime = runtime;
        this.calls = calls;
        this.workers = workers;
        this.inference = inference;
        this.catalogue = catalogue;
        this.node = node;
    }

    @Override
    public Future<?> start() {
        consumers = new Consumers(vertx.eventBus(), node);
        List<Future<Void>> listening = new ArrayList<>();
        listening.add(consumers.listen(Addresses.EMBED, inference::embed));
        listening.add(consumers.listen(Addresses.PREDICT, inference::predict));
        listening.add(consumers.listen(Addresses.CANCEL, this::cancel));
        catalogue
                .addresses()
                .forEach((address, handler) -> listening.add(consumers.listen(address, handler)));
        endListening = runtime.listen(new Changes());
        return Future.all(listening).compose(done -> look());
    }

    @Override
    public Future<?> stop() {
        endListening.run();
        return consumers.stopAll();
    }

    private void cancel(Message<Object> message) {
        if (message.body() instanceof JsonObject json
                && json.getValue("request_id") instanceof String id) {
            calls.cancel(id);
        }
    }

    /** Compares addresses with what is installed; plugins are asked, so on a worker. */
    private Future<Void> look() {
        lookPending.set(false);
        return workers.executeBlocking(this::wanted, false).compose(this::follow);
    }

    private Map<String, Handler<Message<Object>>> wanted() {
        Map<String, Handler<Message<Object>>> wanted = new HashMap<>();
        runtime.modalities()
                .forEach(
                        info -> {
                            String id = info.modality().id();
                            wanted.put(
                                    Addresses.tokenize(id),
                                    message -> inference.tokenize(message, id));
                        });
        runtime.heads().stream()
                .map(HeadInfo::name)
                .distinct()
                .forEach(
                        name ->
                                wanted.put(
                                        Addresses.head(name),
                                        message -> inference.head(message, name)));
        return wanted;
    }

    private Future<Void> follow(Map<String, Handler<Message<Object>>> wanted) {
        for (String address : consumers.addresses()) {
            boolean comesAndGoes =
                    address.startsWith(Addresses.TOKENIZE_PREFIX)
                            || address.startsWith(Addresses.HEAD_PREFIX);
            if (comesAndGoes && !wanted.containsKey(address)) {
                consumers.stop(address);
            }
        }
        wanted.keySet().removeAll(consumers.addresses());
        List<Future<Void>> listening = new ArrayList<>();
        wanted.forEach((address, handler) -> listening.add(consumers.listen(address, handler)));
        return Future.all(listening).mapEmpty();
    }

    /** Told on any thread; many changes in a row are looked at once. */
    private final class Changes implements PipelineListener {
        private void changed() {
            if (lookPending.compareAndSet(false, true)) {
                context.runOnContext(go -> look());
            }
        }

        @Override
        public void plugin(PluginInfo now) {
            changed();
        }

        @Override
        public void pluginRemoved(PluginInfo last) {
            changed();
        }

        @Override
        public void model(ModelInfo now) {
            changed();
        }

        @Override
        public void modelRemoved(String name) {
            changed();
        }
    }
}
