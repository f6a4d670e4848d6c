package io.metatransformer.server.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The addresses that are listened at; each also at {@code address@node}. On one event loop. */
final class Consumers {
    private final EventBus bus;
    private final String node;
    private final Map<String, List<MessageConsumer<?>>> consumers = new HashMap<>();

    Consumers(EventBus bus, String node) {
        this.bus = bus;
        this.node = node;
    }

    Future<Void> listen(String address, Handler<Message<Object>> handler) {
        List<MessageConsumer<?>> both =
                List.of(
                        bus.consumer(address, handler),
                        bus.consumer(Addresses.at(address, node), handler));
        consumers.put(address, both);
        return Future.all(both.stream().map(MessageConsumer::completion).toList()).mapEmpty();
    }

    Set<String> addresses() {
        return Set.copyOf(consumers.keySet());
    }

    void stop(String address) {
        consumers.remove(address).forEach(MessageConsumer::unregister);
    }

    Future<Void> stopAll() {
        List<Future<Void>> stopping =
                consumers.values().stream()
                        .flatMap(List::stream)
                        .map(MessageConsumer::unregister)
                        .toList();
        consumers.clear();
        return Future.join(stopping).mapEmpty();
    }
}
