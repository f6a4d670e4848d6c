package io.metatransformer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathPluginsTest {
    @TempDir Path folder;

    /** Plugins of a host whose class path is that of the test and these jars. */
    private List<PluginInfo> infos(Path... jars) throws Exception {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        try (URLClassLoader host =
                        new URLClassLoader(urls, ClassPathPluginsTest.class.getClassLoader());
                Plugins plugins = plugins(host)) {
            return plugins.infos();
        }
    }

    private static Plugins plugins(ClassLoader host) {
        PluginSettings settings =
                new PluginSettings(
                        Optional.empty(),
                        host,
                        SharedPackages.DEFAULT,
                        Optional.empty(),
                        false,
                        Duration.ZERO,
                        Duration.ofDays(1));
        return new Plugins(settings, new PluginLoader(settings), new HostServices(List.of()));
    }

    @Test
    void every_jar_of_the_class_path_that_offers_services_is_a_plugin() throws Exception {
        Path one = Jars.tokenizer("one", "1", "a", 1).write(folder.resolve("one.jar"));
        Path two =
                Jars.jar()
                        .attribute("Implementation-Title", "two-title")
                        .attribute("Implementation-Version", "2.2")
                        .source("acme.Two", SOURCE)
                        .service("io.metatransformer.api.Head", "acme.Two")
                        .write(folder.resolve("two.jar"));

        List<PluginInfo> infos = infos(one, two);

        assertEquals(
                List.of(new PluginRef("one", "1"), new PluginRef("two-title", "2.2")),
                infos.stream().map(PluginInfo::plugin).toList());
        assertEquals(List.of("two"), infos.get(1).heads());
    }

    private static final String SOURCE =
            """
            package acme;
            import io.metatransformer.api.*;
            import java.util.List;
            public final class Two implements Head {
                public String name() { return "two"; }
                public List<Option> options() { return List.of(); }
                public List<WeightSpec> weights(Options options, int width) { return List.of(); }
                public HeadSession open(ModelPart part) { throw new IllegalStateException(); }
            }
            """;

    @Test
    void a_broken_one_is_reported_and_hurts_nobody() throws Exception {
        Path sound = Jars.tokenizer("sound", "1", "a", 1).write(folder.resolve("sound.jar"));
        Path broken =
                Jars.tokenizer(
                                "broken",
                                "1",
                                "b",
                                "return 1;",
                                "{ if (true) throw new IllegalStateException(\"no\"); }")
                        .write(folder.resolve("broken.jar"));
        Path missing =
                Jars.jar()
                        .service("io.metatransformer.api.Tokenizer", "acme.Nowhere")
                        .write(folder.resolve("missing.jar"));

        List<PluginInfo> infos = infos(broken, missing, sound);

        assertEquals(3, infos.size());
        assertTrue(infos.stream().anyMatch(info -> info.state() == PluginInfo.State.ENABLED));
        List<String> problems =
                infos.stream()
                        .flatMap(info -> info.problem().stream())
                        .map(Problem::message)
                        .toList();
        assertTrue(problems.stream().anyMatch(p -> p.contains("acme.Nowhere")), problems::toString);
        assertTrue(
                problems.stream().anyMatch(p -> p.contains("broken.jar cannot be loaded")),
                problems::toString);
    }

    @Test
    void two_that_claim_one_name_are_both_named() throws Exception {
        Path one = Jars.tokenizer("one", "1", "a", 1).write(folder.resolve("one.jar"));
        Path two = Jars.tokenizer("two", "1", "a", 1).write(folder.resolve("two.jar"));

        List<PluginInfo> infos = infos(two, one);

        assertEquals(
                List.of(
                        "both one.jar and two.jar claim the modality 'a'; one.jar serves, remove one of the two"),
                infos.stream().flatMap(i -> i.problem().stream()).map(Problem::message).toList());
    }

    @Test
    void they_cannot_be_switched_off() throws Exception {
        Path one = Jars.tokenizer("one", "1", "a", 1).write(folder.resolve("one.jar"));
        try (URLClassLoader host =
                        new URLClassLoader(
                                new URL[] {one.toUri().toURL()},
                                ClassPathPluginsTest.class.getClassLoader());
                Plugins plugins = plugins(host)) {

            var refusal =
                    assertThrows(MetaTransformerException.class, () -> plugins.disable("one"));

            assertEquals(ErrorCode.CONFLICT, refusal.code());
        }
    }
}
