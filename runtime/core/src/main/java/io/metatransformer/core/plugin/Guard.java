package io.metatransformer.core.plugin;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the host and a plugin's code: libraries that ask the thread for a class loader get the
 * plugin's, and whatever the plugin throws comes out as a refusal that names it.
 */
public final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final PluginRef plugin;
    private final ClassLoader loader;

    Guard(PluginRef plugin, ClassLoader loader) {
        this.plugin = plugin;
        this.loader = loader;
    }

    /**
     * @param doing what is being done, for messages: {@code "tokenizing"}
     * @throws MetaTransformerException the plugin's own; {@link ErrorCode#PLUGIN_ERROR} for anything else it
     *     throws, {@link ErrorCode#INSUFFICIENT_RESOURCES} if memory ran out
     */
    public <T> T call(String doing, Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.get();
        } catch (MetaTransformerException refusal) {
            throw refusal;
        } catch (OutOfMemoryError e) {
            LOG.error("plugin {} ran out of memory while {}", plugin, doing, e);
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    "memory ran out while plugin " + plugin + " was " + doing,
                    e);
        } catch (Throwable e) { // also LinkageError, StackOverflowError, checked ones thrown unseen
            LOG.warn("plugin {} failed while {}", plugin, doing, e);
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR,
                    "plugin " + plugin + " failed while " + doing + ": " + Cause.whileServing(e),
                    e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** As {@link #call}, for work without a result. */
    public void run(String doing, Runnable work) {
        call(
                doing,
                () -> {
                    work.run();
                    return null;
                });
    }
}
