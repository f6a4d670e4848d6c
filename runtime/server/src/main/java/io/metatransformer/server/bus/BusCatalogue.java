package io.metatransformer.server.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.api.Quoted;
import io.metatransformer.core.HeadInfo;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModalityInfo;
import io.metatransformer.core.ModelInfo;
import io.metatransformer.core.plugin.PluginInfo;
import io.metatransformer.server.call.RequestId;
import io.metatransformer.server.health.Health;
import io.metatransformer.server.json.Json;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Problems;
import io.metatransformer.server.problem.Refusal;
import io.metatransformer.server.rest.CatalogueJson;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What there is, on the bus: the header {@code action} says {@code list} (as is assumed), {@code get}, or what is
 * to be done; the body names the {@code id}.
 */
public final class BusCatalogue {
    private final MetaTransformer runtime;
    private final Health health;
    private final WorkerExecutor workers;

    public BusCatalogue(MetaTransformer runtime, Health health, WorkerExecutor workers) {
        this.runtime = runtime;
        this.health = health;
        this.workers = workers;
    }

    private interface ItemWriter<T> {
        void write(JsonGenerator out, T item) throws IOException;
    }

    Map<String, Handler<Message<Object>>> addresses() {
        return Map.of(
                Addresses.MODELS,
                kind(
                        runtime::models,
                        ModelInfo::name,
                        CatalogueJson::model,
                        ProblemType.MODEL_NOT_FOUND,
                        Map.of("load", runtime::load, "unload", runtime::unload)),
                Addresses.MODALITIES,
                kind(
                        runtime::modalities,
                        (ModalityInfo info) -> info.modality().id(),
                        CatalogueJson::modality,
                        ProblemType.MODALITY_NOT_FOUND,
                        Map.of()),
                Addresses.HEADS,
                kind(
                        runtime::heads,
                        HeadInfo::name,
                        CatalogueJson::head,
                        ProblemType.HEAD_NOT_FOUND,
                        Map.of()),
                Addresses.PLUGINS,
                kind(
                        runtime::plugins,
                        (PluginInfo info) -> info.plugin().id(),
                        CatalogueJson::plugin,
                        ProblemType.PLUGIN_NOT_FOUND,
                        Map.of(
                                "enable", runtime::enablePlugin,
                                "disable", runtime::disablePlugin)),
                Addresses.HEALTH,
                message -> message.reply(new JsonObject(Buffer.buffer(health.ready().json()))));
    }

    private <T> Handler<Message<Object>> kind(
            Supplier<List<T>> all,
            Function<T, String> name,
            ItemWriter<T> writer,
            ProblemType missing,
            Map<String, Consumer<String>> actions) {
        Kind<T> kind = new Kind<>(all, name, writer, missing, actions);
        return message -> {
            String id = RequestId.of(message.headers().get(Addresses.REQUEST_ID));
            workers.executeBlocking(() -> kind.answer(message), false)
                    .onSuccess(message::reply)
                    .onFailure(failure -> BusCalls.fail(message, Problems.of(failure, id), id));
        };
    }

    /** One kind of thing and what can be done with it. */
    private record Kind<T>(
            Supplier<List<T>> all,
            Function<T, String> name,
            ItemWriter<T> writer,
            ProblemType missing,
            Map<String, Consumer<String>> actions) {

        JsonObject answer(Message<Object> message) {
            String action = message.headers().get(Addresses.ACTION);
            if (action == null || action.equals("list")) {
                return list();
            }
            boolean known = action.equals("get") || actions.containsKey(action);
            if (!known) {
                throw new Refusal(
                        ProblemType.INVALID_REQUEST,
                        "no action "
                                + Quoted.of(action)
                                + " here; there are list, get"
                                + String.join(
                                        "", actions.keySet().stream().map(a -> ", " + a).toList()));
            }
            String id = id(message);
            find(id);
            if (actions.containsKey(action)) {
                actions.get(action).accept(id);
            }
            T item = find(id);
            return json(out -> writer.write(out, item));
        }

        private static String id(Message<Object> message) {
            if (message.body() instanceof JsonObject json
                    && json.getValue("id") instanceof String id) {
                return id;
            }
            throw new Refusal(ProblemType.INVALID_REQUEST, "the body must be {\"id\":\"…\"}");
        }

        private JsonObject list() {
            List<T> items = all.get();
            return json(
                    out -> {
                        out.writeStartObject();
                        out.writeArrayFieldStart("items");
                        for (T item : items) {
                            writer.write(out, item);
                        }
                        out.writeEndArray();
                        out.writeEndObject();
                    });
        }

        private T find(String id) {
            return all.get().stream()
                    .filter(item -> name.apply(item).equals(id))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(missing, "there is no " + Quoted.of(id)));
        }

        private static JsonObject json(Json.Writer writer) {
            return new JsonObject(Buffer.buffer(Json.bytes(writer)));
        }
    }
}
