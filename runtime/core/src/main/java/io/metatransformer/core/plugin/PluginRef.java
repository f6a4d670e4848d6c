package io.metatransformer.core.plugin;

/** Which plugin, in which version: said in every answer. */
public record PluginRef(String id, String version) {
    @Override
    public String toString() {
        return id + " " + version;
    }
}
