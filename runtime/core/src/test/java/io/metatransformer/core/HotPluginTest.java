package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Features;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.core.plugin.Jars;
import io.metatransformer.core.plugin.PluginInfo;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugins folder, watched, under load. */
class HotPluginTest {
    private static final Modality OLD = Modality.of("old");
    private static final Modality NEW = Modality.of("new");
    private static final int CALLERS = 8;

    @TempDir Path folder;
    private Path plugins;
    private MetaTransformer mt;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<Thread> callers = new ArrayList<>();
    private final ConcurrentLinkedQueue<Object> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        Path models = folder.resolve("models");
        Runtimes.write(models, "base");
        Jars.tokenizer("old", "1", "old", 1).write(plugins.resolve("old.jar"));
        mt = Runtimes.over(models).plugins(plugins).watch(true).build();
    }

    @AfterEach
    void close() throws InterruptedException {
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        mt.close();
    }

    private static Request ask(Modality modality) {
        return Request.of(Input.of(modality, new byte[] {1}));
    }

    private float value(Modality modality) {
        return mt.encode(ask(modality)).values().get(0).values().data().get(0);
    }

    /** Callers that go on until the test ends; whatever is not one of these numbers is a surprise. */
    private void callOldWhile(List<Float> expected) {
        for (int i = 0; i < CALLERS; i++) {
            Thread caller =
                    new Thread(
                            () -> {
                                while (!stop.get()) {
                                    try {
                                        float value = value(OLD);
                                        if (!expected.contains(value)) {
                                            surprises.add(value);
                                        }
                                        answered.incrementAndGet();
                                    } catch (RuntimeException e) {
                                        surprises.add(e);
                                    }
                                }
                            });
            callers.add(caller);
            caller.start();
        }
        Awaitility.await().until(() -> answered.get() > CALLERS);
    }

    private void stopCallers() throws InterruptedException {
        int so = answered.get();
        Awaitility.await().until(() -> answered.get() > so + CALLERS);
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertTrue(surprises.isEmpty(), surprises::toString);
    }

    private boolean serves(Modality modality) {
        return mt.encode(ask(modality)).refused() == 0;
    }

    @Test
    void a_jar_dropped_in_serves_while_others_are_served() throws Exception {
        callOldWhile(List.of(1f));

        Jars.tokenizer("new", "1", "new", 5).write(plugins.resolve("new.jar"));
        Awaitility.await().until(() -> serves(NEW));

        assertEquals(5, value(NEW));
        stopCallers();
    }

    @Test
    void a_replaced_jar_takes_over_without_a_lost_request() throws Exception {
        callOldWhile(List.of(1f, 2f));

        Jars.tokenizer("old", "2", "old", 2).write(plugins.resolve("old.jar"));
        Awaitility.await().until(() -> value(OLD) == 2);

        Reply<Features> reply = mt.encode(ask(OLD));
        assertEquals("old 2", reply.provenance().parts().get(0).plugin().toString());
        stopCallers();
    }

    @Test
    void a_new_file_may_take_the_place_of_an_old_one_without_a_lost_request() throws Exception {
        callOldWhile(List.of(1f, 2f));

        Path next = Jars.tokenizer("old", "2", "old", 2).write(plugins.resolve("old-2.jar"));
        Awaitility.await().until(() -> mt.plugins().stream().anyMatch(this::isRefusedNext));
        Files.delete(plugins.resolve("old.jar"));
        Awaitility.await().until(() -> value(OLD) == 2);

        assertTrue(Files.exists(next));
        stopCallers();
    }

    private boolean isRefusedNext(PluginInfo info) {
        return info.source().equals("old-2.jar") && info.state() == PluginInfo.State.FAILED;
    }

    /** A plugin that remembers itself wherever a careless one would, and leaves a weak trace outside. */
    private static Jars tracked(String id) {
        return Jars.tokenizer(
                id,
                "1",
                "new",
                "MINE.set(new Object[] {Tokenizer" + id + ".class}); return 5;",
                """
                private static final ThreadLocal<Object> MINE = new ThreadLocal<>();
                static {
                    System.getProperties().put("acme.trace",
                        new java.lang.ref.WeakReference<>(Tokenizer%s.class.getClassLoader()));
                    System.setProperty("acme.jar", Tokenizer%s.class.getProtectionDomain()
                        .getCodeSource().getLocation().getPath());
                }
                """
                        .formatted(id, id));
    }

    @Test
    void a_removed_plugin_leaves_no_class_and_no_copy_behind() throws Exception {
        Path jar = tracked("tracked").write(plugins.resolve("tracked.jar"));
        Awaitility.await().until(() -> serves(NEW));
        for (int i = 0; i < 50; i++) {
            mt.tokenize(ask(NEW));
        }
        WeakReference<?> trace = (WeakReference<?>) System.getProperties().remove("acme.trace");
        Path copy = Path.of(System.clearProperty("acme.jar"));
        assertTrue(Files.exists(copy));
        callOldWhile(List.of(1f));

        Files.delete(jar);
        Awaitility.await().until(() -> !serves(NEW));
        Awaitility.await()
                .until(
                        () -> {
                            System.gc();
                            return trace.get() == null;
                        });

        assertFalse(Files.exists(copy));
        assertFalse(Files.exists(copy.getParent()));
        stopCallers();
    }

    @Test
    void the_catalogue_shows_the_plugin_of_every_modality() {
        ModalityInfo old =
                mt.modalities().stream()
                        .filter(info -> info.modality().equals(OLD))
                        .findFirst()
                        .orElseThrow();

        assertEquals("old 1", old.plugin().toString());
        Optional<PluginInfo> plugin =
                mt.plugins().stream().filter(p -> p.source().equals("old.jar")).findFirst();
        assertEquals(List.of("old"), plugin.orElseThrow().tokenizers());
    }
}
