package io.metatransformer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to be broken: reported by name with the cause, and no trouble for the plugin beside it. */
class BrokenPluginTest {
    private static final String SERVICE = "io.metatransformer.api.Tokenizer";

    @TempDir static Path shared;
    private static Path sound;

    @TempDir Path folder;

    @BeforeAll
    static void compile() {
        sound = Jars.tokenizer("sound", "1", "a", 1).write(shared.resolve("sound.jar"));
    }

    private record Broken(String way, Consumer<Path> write, ErrorCode code, List<String> message) {
        @Override
        public String toString() {
            return way;
        }
    }

    private static Broken jar(String way, Jars jar, ErrorCode code, String... message) {
        return new Broken(way, jar::write, code, List.of(message));
    }

    static Stream<Broken> ways() {
        return Stream.of(
                new Broken(
                        "not a zip",
                        file -> text(file, "PK, or so it says"),
                        ErrorCode.PLUGIN_ERROR,
                        List.of("broken.jar is not a readable jar")),
                new Broken(
                        "empty file",
                        file -> text(file, ""),
                        ErrorCode.PLUGIN_ERROR,
                        List.of("broken.jar is not a readable jar")),
                jar(
                        "nothing offered",
                        Jars.jar().named("none", "1"),
                        ErrorCode.PLUGIN_ERROR,
                        "broken.jar offers nothing"),
                jar(
                        "another major version of the interfaces",
                        Jars.tokenizer("old", "1", "b", 1).attribute("Mt-Plugin-Api", "2.1"),
                        ErrorCode.UNSUPPORTED,
                        "version '2.1'",
                        "this host has version 1"),
                jar(
                        "an id that is none",
                        Jars.tokenizer("x", "1", "b", 1).attribute("Mt-Plugin-Id", "No Id!"),
                        ErrorCode.PLUGIN_ERROR,
                        "Mt-Plugin-Id",
                        "'No Id!'"),
                jar(
                        "a service class that is not there",
                        Jars.jar().service(SERVICE, "acme.Nowhere"),
                        ErrorCode.PLUGIN_ERROR,
                        "broken.jar cannot be loaded",
                        "acme.Nowhere not found"),
                jar(
                        "a service class of another kind",
                        Jars.jar()
                                .service(SERVICE, "acme.Plain")
                                .source("acme.Plain", "package acme; public class Plain {}"),
                        ErrorCode.PLUGIN_ERROR,
                        "broken.jar cannot be loaded",
                        "acme.Plain"),
                jar(
                        "a library that is not there",
                        withMissingLibrary(),
                        ErrorCode.PLUGIN_ERROR,
                        "class acme.lib.Missing is missing"),
                jar(
                        "a constructor that throws",
                        member(
                                "{ if (true) throw new IllegalStateException(\"no licence file\"); }"),
                        ErrorCode.PLUGIN_ERROR,
                        "IllegalStateException 'no licence file'"),
                jar(
                        "a static initialiser that throws",
                        member("static final int X = Integer.parseInt(\"twelve\");"),
                        ErrorCode.PLUGIN_ERROR,
                        "NumberFormatException"),
                jar(
                        "a constructor without end",
                        member("final Object self = new Tokenizermember();"),
                        ErrorCode.PLUGIN_ERROR,
                        "StackOverflowError"),
                jar(
                        "a modality that is no name",
                        Jars.tokenizer("named", "1", "No Name", 1),
                        ErrorCode.INVALID_REQUEST,
                        "'No Name'"),
                jar(
                        "an entry that climbs out",
                        Jars.tokenizer("slip", "1", "b", 1).resource("../../etc/cron.d/x", "boo"),
                        ErrorCode.INSECURE_CONTENT,
                        "broken.jar has an entry whose name leaves the jar"));
    }

    private static Jars member(String text) {
        return Jars.tokenizer("member", "1", "b", "return 1;", text);
    }

    private static Jars withMissingLibrary() {
        return member("final Object used = new acme.lib.Missing();")
                .source("acme.lib.Missing", "package acme.lib; public class Missing {}")
                .without("acme/lib/Missing.class");
    }

    private static void text(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void is_reported_by_name_with_the_cause_and_hurts_nobody(Broken broken) throws IOException {
        broken.write().accept(folder.resolve("broken.jar"));
        Files.copy(sound, folder.resolve("sound.jar"));
        PluginSettings settings = Settings.of(folder);

        try (Plugins plugins =
                new Plugins(settings, new PluginLoader(settings), new HostServices(List.of()))) {
            plugins.refresh();

            PluginInfo info = plugins.infos().get(0);
            assertEquals("broken.jar", info.source());
            assertEquals(PluginInfo.State.FAILED, info.state());
            Problem problem = info.problem().orElseThrow();
            assertEquals(broken.code(), problem.code(), problem.message());
            for (String words : broken.message()) {
                assertTrue(problem.message().contains(words), problem.message());
            }
            assertEquals(PluginInfo.State.ENABLED, plugins.infos().get(1).state());
            assertEquals(Optional.empty(), plugins.infos().get(1).problem());
        }
    }
}
