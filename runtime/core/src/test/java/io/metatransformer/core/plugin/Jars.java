package io.metatransformer.core.plugin;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes jars of plugins from their source, so that tests load classes which the test itself has not. */
public final class Jars {
    private static final String TOKENIZER =
            """
            package acme;
            import io.metatransformer.api.*;
            import java.nio.ByteBuffer;
            import java.util.List;
            public final class %1$s implements Tokenizer {
                public Modality modality() { return Modality.of("%2$s"); }
                public List<String> mediaTypes() { return List.of(); }
                public boolean recognises(ByteBuffer head) { return false; }
                public List<Option> options() { return List.of(); }
                public List<WeightSpec> weights(Options options, int width) { return List.of(); }
                public TokenizerSession open(ModelPart part) {
                    return new TokenizerSession() {
                        public int width() { return part.width(); }
                        public int maxTokens() { return 1; }
                        public TokenSequence tokenize(Input input) {
                            float[] token = new float[part.width()];
                            token[0] = value();
                            return TokenSequence.of(Tensor.of(token, 1, token.length),
                                modality(), 0, new Layout.Series(1), Origin.named("acme"));
                        }
                        public void close() {}
                    };
                }
                static float value() { %3$s }
                %4$s
            }
            """;

    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> resources = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();

    private Jars() {}

    /** An empty jar. */
    public static Jars jar() {
        return new Jars();
    }

    /** A plugin whose one token holds the number that the statements return. */
    public static Jars tokenizer(
            String id, String version, String modality, String statements, String members) {
        String name = "Tokenizer" + id.replaceAll("\\W", "");
        return jar().named(id, version)
                .source("acme." + name, TOKENIZER.formatted(name, modality, statements, members))
                .service("io.metatransformer.api.Tokenizer", "acme." + name);
    }

    /** As above, with the number itself. */
    public static Jars tokenizer(String id, String version, String modality, int value) {
        return tokenizer(id, version, modality, "return " + value + ";", "");
    }

    public Jars named(String id, String version) {
        return attribute("Mt-Plugin-Id", id)
                .attribute("Mt-Plugin-Version", version)
                .attribute("Mt-Plugin-Api", "1");
    }

    public Jars attribute(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    public Jars source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    public Jars service(String type, String implementation) {
        return resource("META-INF/services/" + type, implementation + "\n");
    }

    public Jars resource(String name, String text) {
        resources.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Another jar that the sources are compiled against, which is not packed. */
    public Jars against(Path jar) {
        classPath.add(jar);
        return this;
    }

    /** Leaves one compiled class out. */
    public Jars without(String entry) {
        left.add(entry);
        return this;
    }

    /** Writes the jar beside its place and moves it there in one step. */
    public Path write(Path jar) {
        Path unfinished = jar.resolveSibling("." + jar.getFileName() + ".unfinished");
        Map<String, byte[]> entries = new TreeMap<>(resources);
        entries.putAll(compile());
        entries.keySet().removeAll(left);
        try {
            Files.createDirectories(jar.getParent());
            Manifest attributes = new Manifest();
            attributes.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.forEach(attributes.getMainAttributes()::putValue);
            try (OutputStream out = Files.newOutputStream(unfinished);
                    JarOutputStream packed = new JarOutputStream(out, attributes)) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    packed.putNextEntry(new JarEntry(entry.getKey()));
                    packed.write(entry.getValue());
                    packed.closeEntry();
                }
            }
            return Files.move(
                    unfinished,
                    jar,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, byte[]> compile() {
        if (sources.isEmpty()) {
            return Map.of();
        }
        try {
            Path classes = Files.createTempDirectory("compiled");
            List<String> options =
                    List.of(
                            "-d",
                            classes.toString(),
                            "-proc:none",
                            "-classpath",
                            System.getProperty("java.class.path")
                                    + classPath.stream()
                                            .map(path -> File.pathSeparator + path)
                                            .reduce("", String::concat));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            List<JavaFileObject> files = new ArrayList<>();
            sources.forEach((name, text) -> files.add(new Source(name, text)));
            if (!compiler.getTask(null, null, null, options, null, files).call()) {
                throw new IllegalStateException("the sources of a test plugin do not compile");
            }
            return takenFrom(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file below a folder, by its name in a jar; the folder is gone afterwards. */
    private static Map<String, byte[]> takenFrom(Path classes) throws IOException {
        Map<String, byte[]> compiled = new TreeMap<>();
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(path)) {
                    compiled.put(
                            classes.relativize(path).toString().replace('\\', '/'),
                            Files.readAllBytes(path));
                }
                Files.delete(path);
            }
        }
        return compiled;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
