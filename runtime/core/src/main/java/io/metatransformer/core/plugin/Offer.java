package io.metatransformer.core.plugin;

import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.lease.Shared;
import java.util.Optional;

/** One service of one plugin. Two offers are the same only if they are the same object. */
public final class Offer<S> {
    private final S service;
    private final PluginRef plugin;
    private final Guard guard;
    private final Shared<?> life;

    Offer(S service, PluginRef plugin, Guard guard, Shared<?> life) {
        this.service = service;
        this.plugin = plugin;
        this.guard = guard;
        this.life = life;
    }

    public PluginRef plugin() {
        return plugin;
    }

    /** Through which the service and its sessions must be called. */
    public Guard guard() {
        return guard;
    }

    /** The service, kept loaded until the lease is closed; nothing once the plugin was retired. */
    public Optional<Lease<S>> lease() {
        return life.lease().map(lease -> lease.as(service));
    }
}
