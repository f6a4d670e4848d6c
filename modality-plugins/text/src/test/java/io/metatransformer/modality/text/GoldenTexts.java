package io.metatransformer.modality.text;

import io.metatransformer.tables.JsonInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The texts of the golden folder, and what the reference makes of them. */
record GoldenTexts(Map<?, ?> fields) {

    /** One record per line. */
    static List<GoldenTexts> read(String file) {
        List<GoldenTexts> lines = new ArrayList<>();
        try (JsonInput json = JsonInput.open(file, bytes(file))) {
            while (json.advance()) {
                lines.add(new GoldenTexts((Map<?, ?>) json.value()));
            }
        }
        return lines;
    }

    static ByteBuffer bytes(String file) {
        try (InputStream in = GoldenTexts.class.getResourceAsStream("/golden/text/" + file)) {
            return ByteBuffer.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The 260 merges that the golden files were made with. */
    static Vocabulary miniVocabulary() {
        return VocabularyFile.read("mini_bpe.txt", bytes("mini_bpe.txt"), 774);
    }

    String id() {
        return (String) fields.get("id");
    }

    String group() {
        return (String) fields.get("group");
    }

    String text() {
        return (String) fields.get("text");
    }

    String cleaned() {
        return (String) fields.get("cleaned");
    }

    List<?> pieces() {
        return (List<?>) fields.get("pieces");
    }

    int[] ids() {
        return ((List<?>) fields.get("bpe_ids"))
                .stream().mapToInt(id -> ((Double) id).intValue()).toArray();
    }

    @Override
    public String toString() {
        return id();
    }
}
