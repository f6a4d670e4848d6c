package io.metatransformer.modality.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In a host that brings no FFmpeg. */
class WithoutFfmpegTest {

    @Test
    void plain_sound_is_read_and_compressed_sound_is_told_what_to_add()
            throws ReflectiveOperationException {
        Tokenizer tokenizer =
                (Tokenizer)
                        new Bare()
                                .loadClass(AudioTokenizer.class.getName())
                                .getConstructor()
                                .newInstance();
        Weights weights =
                Weights.of(Map.of("proj.weight", Tensor.of(new float[2 * 256], 2, 1, 16, 16)));
        try (TokenizerSession session =
                tokenizer.open(ModelPart.of("test", 2, Map.of(), weights))) {
            assertEquals(1212, session.tokenize(Files.input("au07.flac")).length());

            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> session.tokenize(Files.input("au07.mp3")));
            assertEquals(ErrorCode.BACKEND_UNAVAILABLE, refusal.code());
            assertTrue(refusal.getMessage().contains("org.bytedeco:ffmpeg"), refusal.getMessage());
        }
    }

    /** Loads the plugin anew, as a host does, and finds nothing of FFmpeg. */
    private static final class Bare extends ClassLoader {
        Bare() {
            super(WithoutFfmpegTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.bytedeco.ffmpeg.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.metatransformer.modality.audio.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
