package io.metatransformer.core;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.lease.Shared;
import io.metatransformer.core.model.ModelFolder;
import io.metatransformer.core.plugin.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One model folder that could be read: its state, and the load that is under way. Thread-safe. */
final class ModelEntry {
    private final ModelFolder folder;
    private final Model model;
    private final Shared<Model> shared;
    private final Consumer<ModelInfo> heard;
    private ModelInfo.State state = ModelInfo.State.UNLOADED;
    private Optional<Problem> problem = Optional.empty();
    private CompletableFuture<Void> loading = CompletableFuture.completedFuture(null);

    /** @param heard told of every change of state */
    ModelEntry(ModelFolder folder, Model model, Consumer<ModelInfo> heard) {
        this.folder = folder;
        this.model = model;
        this.shared = new Shared<>(model, model::unload);
        this.heard = heard;
    }

    /** The model, to look at; to use it takes a lease. */
    Model model() {
        return model;
    }

    boolean hasChanged() {
        return folder.hasChanged();
    }

    /** The right to use the model; nothing once its folder has changed or left. */
    Optional<Lease<Model>> lease() {
        return shared.lease();
    }

    /**
     * Opens and warms up the encoder; joins a load that is under way.
     *
     * @param whole whether the tokenizers and heads that the model brings are opened too
     */
    synchronized CompletableFuture<Void> load(Executor executor, boolean whole) {
        if (!loading.isDone()) {
            return loading;
        }
        if (model.isLoaded() && !whole) {
            return CompletableFuture.completedFuture(null);
        }
        if (!model.isLoaded()) {
            move(ModelInfo.State.LOADING, Optional.empty());
        }
        loading = CompletableFuture.runAsync(() -> load(whole), executor);
        return loading;
    }

    private void load(boolean whole) {
        try (Lease<Model> use = shared.lease().orElseThrow(() -> changed())) {
            use.get().encoder().close();
            if (whole) {
                use.get().openParts();
            }
            move(ModelInfo.State.READY, Optional.empty());
        } catch (Throwable e) {
            MetaTransformerException refusal = Refusals.from(e);
            move(ModelInfo.State.FAILED, Optional.of(Problem.of(refusal)));
            throw refusal;
        }
    }

    private MetaTransformerException changed() {
        return Refusals.badModel("model '" + model.name() + "' changed while it was loaded");
    }

    /** Refuses if the queue in front of the open encoder is full. */
    void requireRoom() {
        model.requireRoom();
    }

    /** Lets go of all sessions; the next request opens them again. */
    void unload() {
        model.unload();
        move(ModelInfo.State.UNLOADED, Optional.empty());
    }

    /** Lets go of sessions of plugins that have left. */
    void refresh() {
        model.refresh();
    }

    void retire() {
        shared.retire();
    }

    private void move(ModelInfo.State to, Optional<Problem> why) {
        ModelInfo info;
        synchronized (this) {
            state = to;
            problem = why;
            info = info();
        }
        heard.accept(info);
    }

    synchronized ModelInfo info() {
        return new ModelInfo(
                model.name(),
                state,
                Optional.of(model.manifest()),
                problem,
                model.manifest().bytes());
    }
}
