package io.metatransformer.server;

import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A tokenizer that can be packed into a jar and dropped into a folder of plugins; it knows the api alone. */
public final class DroppedTokenizer implements Tokenizer {
    static final String MODALITY = "dropped";

    /** Packs this class and its session into a jar that has lain there for a while, and so counts at once. */
    static void jar(Path file) {
        Manifest manifest = new Manifest();
        Attributes entries = manifest.getMainAttributes();
        entries.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        entries.putValue("Mt-Plugin-Id", MODALITY);
        entries.putValue("Mt-Plugin-Version", "1.0.0");
        entries.putValue("Mt-Plugin-Api", "1");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry("META-INF/services/" + Tokenizer.class.getName()));
            jar.write(DroppedTokenizer.class.getName().getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : List.of(DroppedTokenizer.class, Session.class)) {
                String entry = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new ZipEntry(entry));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(entry)) {
                    bytes.transferTo(jar);
                }
            }
            jar.finish();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Modality modality() {
        return Modality.of(MODALITY);
    }

    @Override
    public List<String> mediaTypes() {
        return List.of();
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        return false;
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return List.of();
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        return new Session(part.width());
    }

    /** One token of ones for every input. */
    record Session(int width) implements TokenizerSession {
        @Override
        public int maxTokens() {
            return 1;
        }

        @Override
        public TokenSequence tokenize(Input input) {
            float[] token = new float[width];
            Arrays.fill(token, 1);
            return TokenSequence.of(
                    Tensor.of(token, 1, width),
                    Modality.of(MODALITY),
                    0,
                    new Layout.Series(1),
                    Origin.named("dropped"));
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
