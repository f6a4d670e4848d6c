package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The plugin as the runtime holds it: in a class loader of its own that shares FFmpeg with the host, or finds none. */
class PluginLoaderTest {

    @Test
    void a_plugin_decodes_by_the_hosts_ffmpeg_and_can_be_unloaded() throws Exception {
        WeakReference<ClassLoader> loader = readInALoaderOfItsOwn();

        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }

        assertNull(loader.get(), "something still holds the plugin's loader");
    }

    private static WeakReference<ClassLoader> readInALoaderOfItsOwn() throws Exception {
        try (PluginLoader loader = new PluginLoader(true);
                TokenizerSession session = open(loader)) {
            assertEquals(98, session.tokenize(Files.input("/clips/h264.mp4")).length());
            assertEquals(98, session.tokenize(Files.input("/clips/transparent.gif")).length());
            byte[] bad = Files.bytes("/golden/video/bad/no_moov.mp4");
            assertThrows(
                    MetaTransformerException.class,
                    () -> session.tokenize(Input.of(io.metatransformer.api.Modality.VIDEO, bad)));
            return new WeakReference<>(loader);
        }
    }

    @Test
    void without_ffmpeg_the_refusal_says_what_to_add_and_other_formats_are_read() throws Exception {
        try (PluginLoader loader = new PluginLoader(false);
                TokenizerSession session = open(loader)) {

            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> session.tokenize(Files.input("/clips/h264.mp4")));

            assertEquals(ErrorCode.BACKEND_UNAVAILABLE, refusal.code());
            assertTrue(refusal.getMessage().contains(Ffmpeg.ARTIFACT), refusal.getMessage());
            assertEquals(98, session.tokenize(Files.input("/clips/transparent.gif")).length());
        }
    }

    @Test
    void the_artifact_that_is_named_is_the_one_that_is_built_with() {
        String version = Ffmpeg.ARTIFACT.substring(Ffmpeg.ARTIFACT.lastIndexOf(':') + 1);

        assertTrue(
                System.getProperty("java.class.path").contains("ffmpeg-" + version + ".jar"),
                "the class path has another version than " + version);
    }

    private static TokenizerSession open(PluginLoader loader) throws Exception {
        Class<?> type = loader.loadClass(VideoTokenizer.class.getName());
        assertNotSame(VideoTokenizer.class, type);
        Tokenizer tokenizer = (Tokenizer) type.getConstructor().newInstance();
        Map<String, Object> config = Map.of("frames", 4, "size", 112);
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : tokenizer.weights(Options.of(tokenizer.options(), config), 32)) {
            if (spec.required()) {
                drawn.put(spec.name(), spec.draw(1));
            }
        }
        return tokenizer.open(ModelPart.of("test", 32, config, Weights.of(drawn)));
    }

    /** Finds the plugin's classes itself and the shared ones in the host, as the runtime's loader does. */
    private static final class PluginLoader extends URLClassLoader {
        private static final List<String> SHARED =
                List.of(
                        "io.metatransformer.api.",
                        "io.metatransformer.graph.",
                        "org.tensorflow.",
                        "org.bytedeco.javacpp.",
                        "com.google.protobuf.",
                        "org.slf4j.");

        private final boolean withFfmpeg;

        PluginLoader(boolean withFfmpeg) throws MalformedURLException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            this.withFfmpeg = withFfmpeg;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean ffmpeg = name.startsWith("org.bytedeco.ffmpeg.");
            if (ffmpeg && !withFfmpeg) {
                throw new ClassNotFoundException(name);
            }
            return ffmpeg || SHARED.stream().anyMatch(name::startsWith)
                    ? Class.forName(name)
                    : super.loadClass(name, resolve);
        }

        private static URL[] classPath() throws MalformedURLException {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }
    }
}
