package io.metatransformer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.Weights;
import io.metatransformer.core.digest.Sha256;
import io.metatransformer.core.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    private static final Modality A = Modality.of("a");

    @TempDir Path folder;
    private Plugins plugins;
    private final List<String> heard = new ArrayList<>();

    private Plugins open(Optional<Set<String>> allowed, Duration settle) {
        PluginSettings settings =
                new PluginSettings(
                        Optional.of(folder),
                        PluginsTest.class.getClassLoader(),
                        SharedPackages.DEFAULT,
                        allowed,
                        false,
                        settle,
                        Duration.ofDays(1));
        plugins = new Plugins(settings, new PluginLoader(settings), new HostServices(List.of()));
        plugins.start(
                new PluginListener() {
                    @Override
                    public void changed(PluginInfo now) {
                        heard.add(now.source() + " " + now.state());
                    }

                    @Override
                    public void removed(PluginInfo last) {
                        heard.add(last.source() + " left");
                    }

                    @Override
                    public void settled() {
                        heard.add("settled");
                    }
                });
        return plugins;
    }

    private Plugins open() {
        return open(Optional.empty(), Duration.ZERO);
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    private Offer<Tokenizer> offer(Modality modality) {
        return plugins.catalogue().tokenizers().get(modality);
    }

    /** The number that the tokenizer of this modality puts in its token. */
    private float value(Modality modality) {
        Offer<Tokenizer> offer = offer(modality);
        try (Lease<Tokenizer> lease = offer.lease().orElseThrow()) {
            ModelPart part = ModelPart.of("test", 2, Map.of(), Weights.none());
            try (TokenizerSession session = lease.get().open(part)) {
                return offer.guard()
                        .call(
                                "tokenizing",
                                () ->
                                        session.tokenize(Input.of(modality, new byte[] {1}))
                                                .tokens()
                                                .data()
                                                .get(0));
            }
        }
    }

    private PluginInfo info(String source) {
        return plugins.infos().stream()
                .filter(info -> info.source().equals(source))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_jar_is_described_by_its_manifest() throws IOException {
        Path jar = Jars.tokenizer("acme-a", "1.2.3", "a", 7).write(folder.resolve("some.jar"));

        open();

        PluginInfo info = info("some.jar");
        assertEquals(new PluginRef("acme-a", "1.2.3"), info.plugin());
        assertEquals(PluginInfo.State.ENABLED, info.state());
        assertEquals(List.of("a"), info.tokenizers());
        assertEquals(Sha256.of(jar), info.sha256());
        assertEquals(7, value(A));
    }

    @Test
    void where_a_manifest_is_silent_the_file_name_speaks() {
        Jars.jar()
                .source("acme.Silent", HEAD.formatted("Silent", "silent"))
                .service("io.metatransformer.api.Head", "acme.Silent")
                .write(folder.resolve("silent-head-0.9.jar"));

        open();

        assertEquals(new PluginRef("silent-head", "0.9"), info("silent-head-0.9.jar").plugin());
        assertEquals(List.of("silent"), info("silent-head-0.9.jar").heads());
    }

    private static final String HEAD =
            """
            package acme;
            import io.metatransformer.api.*;
            import java.util.List;
            public final class %s implements Head {
                public String name() { return "%s"; }
                public List<Option> options() { return List.of(); }
                public List<WeightSpec> weights(Options options, int width) { return List.of(); }
                public HeadSession open(ModelPart part) { throw new IllegalStateException(); }
            }
            """;

    @Test
    void plugins_may_bring_the_same_library_in_different_versions() {
        for (int version = 1; version <= 2; version++) {
            Path own = folder.resolve("plugin-" + version);
            Path library =
                    Jars.jar()
                            .source(
                                    "lib.Version",
                                    "package lib; public class Version { public static int number() { return "
                                            + version
                                            + "; } }")
                            .resource("lib/about.txt", "version " + version)
                            .write(own.resolve("lib.jar"));
            Jars.tokenizer(
                            "user-" + version,
                            "1",
                            "user-" + version,
                            "return lib.Version.number() * 10 + about();",
                            """
                            static int about() {
                                try (var in = lib.Version.class.getResourceAsStream("/lib/about.txt")) {
                                    return in.readAllBytes()[8] - '0';
                                } catch (java.io.IOException e) {
                                    return -1;
                                }
                            }
                            """)
                    .against(library)
                    .write(own.resolve("plugin.jar"));
        }

        open();

        assertEquals(11, value(Modality.of("user-1")));
        assertEquals(22, value(Modality.of("user-2")));
    }

    @Test
    void a_plugin_sees_the_jdk_the_api_and_its_own_jar_but_not_the_host() {
        String lookAround =
                """
                int seen = 0;
                for (String name : new String[] {"com.google.inject.Guice",
                        "io.metatransformer.core.MetaTransformer", "com.fasterxml.jackson.core.JsonFactory"}) {
                    try {
                        Class.forName(name);
                        seen++;
                    } catch (ClassNotFoundException e) {
                        continue;
                    }
                }
                ClassLoader context = Thread.currentThread().getContextClassLoader();
                boolean own = context == TokenizerlookA.class.getClassLoader();
                boolean services = java.util.ServiceLoader.load(Tokenizer.class, context).stream().count() == 1;
                return seen + (own ? 10 : 0) + (services ? 100 : 0);
                """
                        .replace("TokenizerlookA", "Tokenizerlook");
        Jars.tokenizer("look", "1", "a", lookAround, "").write(folder.resolve("look.jar"));

        open();

        assertEquals(110, value(A));
    }

    @Test
    void what_is_dropped_in_serves_what_is_replaced_changes_and_what_is_removed_leaves()
            throws IOException {
        open();
        assertEquals(Map.of(), plugins.catalogue().tokenizers());

        Path jar = Jars.tokenizer("acme", "1", "a", 1).write(folder.resolve("acme.jar"));
        plugins.refresh();
        Offer<Tokenizer> first = offer(A);
        assertEquals(1, value(A));

        Jars.tokenizer("acme", "2", "a", 2).write(jar);
        plugins.refresh();
        assertEquals(2, value(A));
        assertNotSame(first, offer(A));
        assertTrue(first.lease().isEmpty());
        plugins.refresh();
        Offer<Tokenizer> second = offer(A);
        assertSame(second, offer(A), "nothing changed, so nothing may be loaded anew");

        Files.delete(jar);
        plugins.refresh();
        assertEquals(Map.of(), plugins.catalogue().tokenizers());
        assertEquals(
                List.of(
                        "acme.jar ENABLED",
                        "settled",
                        "acme.jar ENABLED",
                        "settled",
                        "acme.jar left",
                        "settled"),
                heard);
    }

    @Test
    void a_file_that_is_still_being_copied_is_left_alone() throws IOException {
        Path whole = Jars.tokenizer("acme", "1", "a", 1).write(folder.resolve("elsewhere/x.jar"));
        byte[] bytes = Files.readAllBytes(whole);
        Files.delete(whole);
        Files.delete(whole.getParent());
        open(Optional.empty(), Duration.ofDays(1));

        Files.write(folder.resolve("x.jar"), Arrays.copyOf(bytes, bytes.length / 2));
        boolean pending = plugins.refresh();

        assertTrue(pending);
        assertEquals(List.of(), plugins.infos());
    }

    @Test
    void a_copy_that_stalled_and_went_on_is_loaded_in_the_end() throws IOException {
        Path whole = Jars.tokenizer("acme", "1", "a", 1).write(folder.resolve(".hidden/x.jar"));
        byte[] bytes = Files.readAllBytes(whole);
        open();

        Files.write(folder.resolve("x.jar"), Arrays.copyOf(bytes, bytes.length / 2));
        plugins.refresh();
        assertEquals(PluginInfo.State.FAILED, info("x.jar").state());
        Files.write(folder.resolve("x.jar"), bytes);
        plugins.refresh();

        assertEquals(PluginInfo.State.ENABLED, info("x.jar").state());
    }

    @Test
    void two_that_claim_one_name_are_both_named_and_the_first_serves() throws IOException {
        Jars.tokenizer("first", "1", "a", 1).write(folder.resolve("1.jar"));
        Jars.tokenizer("second", "1", "a", 2).write(folder.resolve("2.jar"));
        Jars.tokenizer("first", "2", "b", 3).write(folder.resolve("3.jar"));
        open();

        assertEquals(1, value(A));
        Problem name = info("2.jar").problem().orElseThrow();
        Problem id = info("3.jar").problem().orElseThrow();
        assertEquals(PluginInfo.State.FAILED, info("2.jar").state());
        assertEquals(ErrorCode.CONFLICT, name.code());
        assertTrue(
                name.message().startsWith("both 1.jar and 2.jar claim the modality 'a'"),
                name.message());
        assertTrue(
                id.message().startsWith("both 1.jar and 3.jar claim the plugin id 'first'"),
                id.message());

        Files.delete(folder.resolve("1.jar"));
        plugins.refresh();

        assertEquals(2, value(A));
        assertEquals(PluginInfo.State.ENABLED, info("3.jar").state());
    }

    @Test
    void a_broken_replacement_leaves_the_old_version_serving_and_is_reported() throws IOException {
        Path jar = Jars.tokenizer("acme", "1", "a", 1).write(folder.resolve("acme.jar"));
        open();

        Files.writeString(jar, "not a jar");
        plugins.refresh();

        assertEquals(1, value(A));
        assertEquals(PluginInfo.State.ENABLED, info("acme.jar").state());
        assertEquals("1", info("acme.jar").plugin().version());
        assertTrue(
                info("acme.jar").problem().orElseThrow().message().contains("not a readable jar"));
    }

    @Test
    void only_listed_digests_are_loaded_where_there_is_a_list() throws IOException {
        Path good = Jars.tokenizer("good", "1", "a", 1).write(folder.resolve("good.jar"));
        Path bad = Jars.tokenizer("bad", "1", "b", 1).write(folder.resolve("bad.jar"));

        open(Optional.of(Set.of(Sha256.of(good))), Duration.ZERO);

        assertEquals(PluginInfo.State.ENABLED, info("good.jar").state());
        Problem problem = info("bad.jar").problem().orElseThrow();
        assertEquals(ErrorCode.INSECURE_CONTENT, problem.code());
        assertTrue(problem.message().contains(Sha256.of(bad)), problem.message());
    }

    @Test
    void a_plugin_can_be_switched_off_and_on_again() {
        Jars.tokenizer("acme", "1", "a", 1).write(folder.resolve("acme.jar"));
        open();

        assertEquals(PluginInfo.State.DISABLED, plugins.disable("acme").state());
        assertFalse(plugins.catalogue().tokenizers().containsKey(A));
        plugins.refresh();
        assertFalse(plugins.catalogue().tokenizers().containsKey(A));
        assertEquals(PluginInfo.State.ENABLED, plugins.enable("acme").state());
        assertEquals(1, value(A));

        var unknown = assertThrows(MetaTransformerException.class, () -> plugins.disable("acne"));
        assertEquals(ErrorCode.UNKNOWN_PLUGIN, unknown.code());
        assertTrue(unknown.getMessage().contains("Did you mean 'acme'?"), unknown.getMessage());
    }

    @Test
    void other_files_in_the_folder_are_passed_over() throws IOException {
        Files.writeString(folder.resolve("README.md"), "plugins go here");
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve(".x.jar"), "hidden");

        open();

        assertEquals(List.of(), plugins.infos());
    }
}
