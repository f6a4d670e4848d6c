package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Quoted;
import io.metatransformer.tables.Utf8Reader;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Files that hold a vocabulary: merges as OpenAI and Hugging Face write them, plain or gzipped, and Hugging
 * Face's {@code tokenizer.json}. Content decides which.
 */
final class VocabularyFile {
    /** The name that stands for the vocabulary of CLIP, which this plugin brings. */
    static final String CLIP = "clip";

    /** Its size. */
    static final int CLIP_SIZE = 49_408;

    private static final String RESOURCE = "clip-merges.txt.gz";
    private static final int MAX_BYTES = 64 << 20;

    private VocabularyFile() {}

    /** Read once: all models that name it share it. */
    private static final class Clip {
        static final Vocabulary VOCABULARY = bundled();

        private static Vocabulary bundled() {
            try (InputStream in = VocabularyFile.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new MetaTransformerException(
                            ErrorCode.PLUGIN_ERROR,
                            "this plugin was built without CLIP's vocabulary, " + RESOURCE);
                }
                ByteBuffer text = unzipped(CLIP, in.readAllBytes());
                return merges(CLIP, text, CLIP_SIZE, false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * @param name {@link #CLIP}, or a file in the part's folder
     * @param size ids that the model has a row for
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a name that is neither, or another
     *     size than CLIP's; {@link ErrorCode#MALFORMED} for a file of another form, or of too few merges
     */
    static Vocabulary of(ModelPart part, String name, int size) {
        if (name.equals(CLIP)) {
            if (size != CLIP_SIZE) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        part.name()
                                + ": option 'vocabulary_size' is "
                                + size
                                + ", CLIP's vocabulary has "
                                + CLIP_SIZE
                                + " ids; name the model's own file in option 'vocabulary'");
            }
            return Clip.VOCABULARY;
        }
        if (part.folder().isEmpty() || name.isEmpty() || !isPlain(name)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    part.name()
                            + ": option 'vocabulary' is '"
                            + CLIP
                            + "' or the name of a file beside the part's config.json, got "
                            + Quoted.of(name));
        }
        Path file = part.folder().get().resolve(name);
        return read(name, Input.of(Modality.TEXT, file).bytes(MAX_BYTES), size);
    }

    private static boolean isPlain(String name) {
        return !name.startsWith(".") && name.chars().noneMatch(c -> "/\\:".indexOf(c) >= 0);
    }

    /**
     * @param name for messages
     */
    static Vocabulary read(String name, ByteBuffer bytes, int size) {
        ByteBuffer text = bytes;
        if (bytes.remaining() > 1 && bytes.get(0) == 0x1f && bytes.get(1) == (byte) 0x8b) {
            byte[] packed = new byte[bytes.remaining()];
            bytes.duplicate().get(packed);
            text = unzipped(name, packed);
        }
        for (int i = text.position(); i < text.limit(); i++) {
            if (!WhiteSpace.is(text.get(i))) {
                return text.get(i) == '{'
                        ? TokenizerJson.read(name, text, size)
                        : merges(name, text, size, true);
            }
        }
        throw malformed(name, "there is nothing in it");
    }

    private static ByteBuffer unzipped(String name, byte[] packed) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] all = in.readNBytes(MAX_BYTES);
            if (all.length == MAX_BYTES) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name + ": unpacks to " + MAX_BYTES + " bytes or more");
            }
            return ByteBuffer.wrap(all);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.MALFORMED, name + ": the gzip stream is broken", e);
        }
    }

    /** What follows the last merge that there is a row for is left alone, as in CLIP's own file. */
    private static Vocabulary merges(String name, ByteBuffer text, int size, boolean comment) {
        int wanted = size - Vocabulary.BESIDE_MERGES;
        List<Vocabulary.Merge> merges = new ArrayList<>(wanted);
        try (BufferedReader lines = new BufferedReader(new Utf8Reader(name, text, false))) {
            int number = comment ? 1 : 0;
            if (comment) {
                lines.readLine();
            }
            for (String line = ""; merges.size() < wanted && line != null; ) {
                line = lines.readLine();
                number++;
                if (line != null && !line.isBlank()) {
                    merges.add(merge(name, number, line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (merges.size() < wanted) {
            throw malformed(
                    name,
                    merges.size()
                            + " merges after the first line, the model has rows for "
                            + wanted);
        }
        try {
            return Vocabulary.of(merges);
        } catch (IllegalArgumentException unknown) {
            throw malformed(
                    name,
                    "a merge joins " + Quoted.of(unknown.getMessage()) + ", which none makes");
        }
    }

    private static Vocabulary.Merge merge(String name, int number, String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw malformed(
                    name,
                    "line "
                            + number
                            + " is two symbols with a blank between, got "
                            + Quoted.of(line));
        }
        return new Vocabulary.Merge(parts[0], parts[1]);
    }

    static MetaTransformerException malformed(String name, String what) {
        return new MetaTransformerException(
                ErrorCode.MALFORMED, "vocabulary " + Quoted.of(name) + ": " + what);
    }
}
